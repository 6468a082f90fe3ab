/** Triggers that keep what was written: they refuse with a sentence. */

const refusals = [
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$`,
  // The sample village is removed as a whole.
  `CREATE FUNCTION refuse_outside_sample() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF (SELECT sample FROM villages WHERE id = OLD.village_id) = 1 THEN RETURN OLD; END IF;
      RAISE EXCEPTION '%', TG_ARGV[0];
    END $$`,
  `CREATE FUNCTION must_restore_a_deduction() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NOT EXISTS (
        SELECT 1 FROM postings d
        WHERE d.village_id = NEW.village_id AND d.seq = NEW.restores AND d.kind = 'deduct'
          AND d.household_id = NEW.household_id AND d.season_id = NEW.season_id)
      THEN RAISE EXCEPTION 'FOREIGN KEY: a restore names a deduction of its household and season';
      END IF;
      RETURN NEW;
    END $$`,
]

const trigger = (table: string, rule: string, event: string, scope: 'ROW' | 'STATEMENT', call: string) =>
  `CREATE TRIGGER ${table}_${rule} BEFORE ${event} ON ${table} FOR EACH ${scope} EXECUTE FUNCTION ${call}`

/** Rows of the table are never changed, and never deleted but with the sample village. */
const kept = (table: string, changed: string, deleted: string) => [
  trigger(table, 'are_never_changed', 'UPDATE', 'ROW', `refuse_change('${changed}')`),
  trigger(table, 'are_never_deleted', 'DELETE', 'ROW', `refuse_outside_sample('${deleted}')`),
  trigger(table, 'are_never_truncated', 'TRUNCATE', 'STATEMENT', `refuse_change('${deleted}')`),
]

/** Rows of the table are never changed. */
const frozen = (table: string, changed: string) =>
  trigger(table, 'are_never_changed', 'UPDATE', 'ROW', `refuse_change('${changed}')`)

export const appendOnly = [
  ...refusals,
  ...kept(
    'postings',
    'a posting is never changed; write a reversal',
    'a posting is never deleted; write a reversal',
  ),
  `CREATE TRIGGER postings_restore_a_deduction BEFORE INSERT ON postings
    FOR EACH ROW WHEN (NEW.restores IS NOT NULL) EXECUTE FUNCTION must_restore_a_deduction()`,
  ...kept(
    'altered_postings',
    'what was found of a posting is never changed',
    'what was found of a posting is never deleted',
  ),
  ...kept('batches', 'a batch is never changed', 'a batch is never deleted'),
  ...kept('batch_lines', 'a batch is never changed', 'a batch is never deleted'),
  frozen('publications', 'a publication is frozen'),
  frozen('stock_movements', 'a movement is never changed; count the stock'),
]

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

export const appendOnly = [
  ...refusals,
  trigger(
    'postings',
    'are_never_changed',
    'UPDATE',
    'ROW',
    `refuse_change('a posting is never changed; write a reversal')`,
  ),
  trigger(
    'postings',
    'are_never_deleted',
    'DELETE',
    'ROW',
    `refuse_outside_sample('a posting is never deleted; write a reversal')`,
  ),
  trigger(
    'postings',
    'are_never_truncated',
    'TRUNCATE',
    'STATEMENT',
    `refuse_change('a posting is never deleted; write a reversal')`,
  ),
  `CREATE TRIGGER postings_restore_a_deduction BEFORE INSERT ON postings
    FOR EACH ROW WHEN (NEW.restores IS NOT NULL) EXECUTE FUNCTION must_restore_a_deduction()`,
  trigger(
    'altered_postings',
    'are_never_changed',
    'UPDATE',
    'ROW',
    `refuse_change('what was found of a posting is never changed')`,
  ),
  trigger(
    'altered_postings',
    'are_never_deleted',
    'DELETE',
    'ROW',
    `refuse_outside_sample('what was found of a posting is never deleted')`,
  ),
  trigger('publications', 'are_never_changed', 'UPDATE', 'ROW', `refuse_change('a publication is frozen')`),
  trigger(
    'stock_movements',
    'are_never_changed',
    'UPDATE',
    'ROW',
    `refuse_change('a movement is never changed; count the stock')`,
  ),
]

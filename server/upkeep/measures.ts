import { Gauge, type Registry } from 'prom-client'
import type { Backups } from './backups.ts'
import type { Readiness } from './readiness.ts'
import type { Soundness } from './soundness.ts'
import type { Storage } from './storage.ts'

/** Adds the state of ledgers, backups and disk to `/metrics`. */
export function measureUpkeep(
  registry: Registry,
  { readiness, backups, soundness }: { readiness: Readiness; backups: Backups; soundness: Soundness },
  storage: () => Promise<Storage>,
): void {
  const registers = [registry]
  new Gauge({
    name: 'yiping_ledger_holds',
    help: '1 when the ledger held at its last verification, 0 when not',
    labelNames: ['village'],
    registers,
    collect() {
      this.reset()
      for (const { village, holds } of readiness.results.values()) this.set({ village }, holds ? 1 : 0)
    },
  })
  new Gauge({
    name: 'yiping_verified_timestamp_seconds',
    help: 'When the ledger was last verified',
    labelNames: ['village'],
    registers,
    collect() {
      this.reset()
      for (const { village, at } of readiness.results.values()) this.set({ village }, seconds(at))
    },
  })
  new Gauge({
    name: 'yiping_backup_timestamp_seconds',
    help: 'When the last backup in the data folder was made; 0 for none',
    registers,
    collect() {
      const [newest] = backups.list()
      this.set(newest ? seconds(newest.at) : 0)
    },
  })
  new Gauge({
    name: 'yiping_database_sound',
    help: '1 when the last full check of the database found nothing, 0 when it did; none before the first check',
    registers,
    collect() {
      this.reset()
      if (soundness.database) this.set(soundness.faults.length === 0 ? 1 : 0)
    },
  })
  new Gauge({
    name: 'yiping_night_failed',
    help: '1 when the last nightly run failed, 0 when not; none before the first night',
    registers,
    collect() {
      this.reset()
      if (soundness.night) this.set(soundness.night.failure === null ? 0 : 1)
    },
  })
  new Gauge({
    name: 'yiping_backups',
    help: 'Backups in the data folder',
    registers,
    collect() {
      this.set(backups.list().length)
    },
  })
  new Gauge({
    name: 'yiping_data_free_bytes',
    help: 'Free on the disk of the data folder',
    registers,
    async collect() {
      this.set((await storage()).freeBytes ?? 0)
    },
  })
  new Gauge({
    name: 'yiping_database_bytes',
    help: 'Size of the database with its log',
    registers,
    async collect() {
      this.set((await storage()).databaseBytes)
    },
  })
}

function seconds(at: string): number {
  return Date.parse(at) / 1000
}

import type { Router } from 'express'
import { photoRoomUsed } from '../../../db/photos/photos.ts'
import { dayTotals } from '../../../db/reports/dayTotals.ts'
import { workFigures } from '../../../db/reports/workFigures.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Fault } from '../../domain/answers/fault.ts'
import { localDateAt, localMidnight } from '../../domain/calendar/calendar.ts'
import type { Services } from '../../services.ts'
import { measureStorage } from '../../upkeep/storage.ts'
import { listWaiting } from '../../views/openTasks.ts'
import { faultSentence } from '../../words/verification/verification.ts'
import { route } from '../route.ts'

/** The work page of a village, and the care for its data. */
export function workRoutes(router: Router, services: Services): void {
  const { store, environment, readiness, backups, soundness, log } = services

  route(router, services, operations.readWork, async ({ village, scope, language }) => {
    const date = localDateAt(Date.now(), village.timezone)
    const { staff, ...today } = await dayTotals(store, village.id, localMidnight(date, village.timezone))
    const verified = readiness.results.get(village.id)
    const { database } = soundness
    const said = (found: Fault) => faultSentence(language, found)
    const [newest] = backups.list()
    return {
      answer: {
        date,
        waiting: await listWaiting(services, village, scope.powers),
        today,
        staff,
        verification: verified ? { ...verified, faults: verified.faults.map(said) } : null,
        verifying: readiness.progress(village.id),
        backup: newest ?? null,
        database: database && { ...database, faults: database.faults.map(said) },
        night: soundness.night,
        storage: await measureStorage(environment.dataDir, store),
        photoBytes: await photoRoomUsed(store, village.id),
      },
    }
  })

  route(router, services, operations.readWorkFigures, async ({ village }) => {
    const today = localDateAt(Date.now(), village.timezone)
    return { answer: await workFigures(store, village.id, today, village.timezone) }
  })

  route(router, services, operations.startVerification, ({ village }) => {
    readiness
      .verify(village)
      .catch((error: unknown) => log.error({ err: error }, 'the ledger could not be verified'))
    return { status: 202 }
  })

  route(router, services, operations.listBackups, () => ({ answer: { items: backups.list() } }))

  route(router, services, operations.makeBackup, async () => ({
    status: 201,
    answer: await backups.make('manual'),
  }))

  route(router, services, operations.readBackup, async ({ params, response }) => {
    const file = backups.fileOf(params.backup)
    await new Promise<void>((resolve, reject) =>
      // The data folder may lie in a folder that begins with a dot.
      response.download(file, params.backup, { dotfiles: 'allow' }, (error) =>
        error && !response.headersSent ? reject(error) : resolve(),
      ),
    )
  })
}

/** Wires the parts into an app, without listening. */
import compression from 'compression'
import express, { type Express, type Router } from 'express'
import helmet from 'helmet'
import { workersVillage } from './http/atDoor.ts'
import { requireHost } from './http/brokenRequests.ts'
import { refuseForeignWrites } from './http/origin.ts'
import { answerProblems, HttpRefused } from './http/problem.ts'
import { addSlash, publicPathOf } from './http/publicPath.ts'
import { requestLog } from './log.ts'
import { type Pages } from './pages/serve.ts'
import { type Parts } from './parts.ts'
import { cardRoutes } from './routes/cards.ts'
import { claimRoutes } from './routes/claims.ts'
import { doorstepRoutes } from './routes/doorstep.ts'
import { doorRoutes } from './routes/doors.ts'
import { exportRoutes } from './routes/exports.ts'
import { healthRoutes } from './routes/health.ts'
import { householdRoutes } from './routes/households.ts'
import { importRoutes } from './routes/imports.ts'
import { openApiRoutes } from './routes/openapi.ts'
import { postingRoutes } from './routes/postings.ts'
import { noticeRoutes } from './routes/notices.ts'
import { publicityExportRoutes } from './routes/publicityExports.ts'
import { publicityRoutes } from './routes/publicity.ts'
import { redemptionExportRoutes } from './routes/redemptionExports.ts'
import { redemptionRoutes } from './routes/redemption.ts'
import { plateRoutes } from './routes/plates.ts'
import { roundRoutes } from './routes/rounds.ts'
import { residentRoutes } from './routes/residents.ts'
import { ruleRoutes } from './routes/rules.ts'
import { peopleRoutes } from './routes/people.ts'
import { photoRoutes } from './routes/photos.ts'
import { screenRoutes } from './routes/screens.ts'
import { seasonRoutes } from './routes/seasons.ts'
import { sessionRoutes } from './routes/session.ts'
import { suggestionRoutes } from './routes/suggestions.ts'
import { townRoutes } from './routes/town.ts'
import { workRoutes } from './routes/work.ts'
import { reportRoutes } from './routes/reports.ts'
import { officeExportRoutes } from './routes/officeExports.ts'
import { villageRoutes } from './routes/villages.ts'

/** The whole HTTP side: pages, API, health. */
export function createApp(parts: Parts, pages: Pick<Pages, 'mount'>): Express {
  const { environment, log, metrics } = parts
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', 'loopback')
  app.set('public url', environment.publicUrl)
  app.use(requestLog(log))
  app.use(securityHeaders(environment.tls !== null))
  app.use((_request, response, next) => {
    const stop = metrics.requests.startTimer()
    response.on('finish', () =>
      stop({ operation: String(response.locals.operation ?? 'page'), status: response.statusCode }),
    )
    next()
  })
  app.use(addSlash(environment.publicUrl))
  app.use(requireHost)
  app.use(refuseForeignWrites(environment.publicUrl))
  app.use(compression())
  for (const add of [
    healthRoutes,
    sessionRoutes,
    villageRoutes,
    householdRoutes,
    plateRoutes,
    doorRoutes,
    residentRoutes,
    cardRoutes,
    suggestionRoutes,
    ruleRoutes,
    postingRoutes,
    claimRoutes,
    photoRoutes,
    doorstepRoutes,
    importRoutes,
    screenRoutes,
    seasonRoutes,
    peopleRoutes,
    noticeRoutes,
    publicityRoutes,
    redemptionRoutes,
    roundRoutes,
    exportRoutes,
    townRoutes,
    workRoutes,
    reportRoutes,
    officeExportRoutes,
    redemptionExportRoutes,
    publicityExportRoutes,
  ] satisfies ((router: Router, parts: Parts) => void)[])
    add(app, parts)
  openApiRoutes(app, environment.publicUrl)
  pages.mount(app, (request) => workersVillage(parts, request), publicPathOf(environment.publicUrl) !== '/')
  app.use((request) => {
    throw new HttpRefused(404, 'not-found', { path: request.path.slice(0, 100) })
  })
  app.use(answerProblems(log))
  return app
}

/** Our own policy: everything from this server alone; plain HTTP on a village's network must work. */
function securityHeaders(secure: boolean) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        // The reader of QR codes makes its worker from a blob of its own.
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    strictTransportSecurity: secure,
    // Browsers ignore both on plain HTTP, with a warning on every page.
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
    referrerPolicy: { policy: 'same-origin' },
  })
}

/** Wires the services into an app, without listening. */
import express, { type Express, type Request, type RequestHandler, type Response, type Router } from 'express'
import helmet from 'helmet'
import { compressReads } from './http/answers.ts'
import { requireHost } from './http/brokenRequests.ts'
import { refuseForeignWrites } from './http/origin.ts'
import { answerProblems, HttpRefused } from './http/problem.ts'
import { addSlash, publicPathOf } from './http/publicPath.ts'
import { trustProxies } from './http/trustedProxies.ts'
import { workersVillage } from './identity/atDoor.ts'
import { requestLog } from './log.ts'
import type { Pages } from './pages/serve.ts'
import { activityRoutes } from './routes/activities/activities.ts'
import { openApiRoutes } from './routes/api/openapi.ts'
import { openDataRoutes } from './routes/connections/openData.ts'
import { tokenRoutes } from './routes/connections/tokens.ts'
import { webhookRoutes } from './routes/connections/webhooks.ts'
import { healthRoutes } from './routes/health.ts'
import { heavyRoutes } from './routes/heavyAnswers.ts'
import { cardRoutes } from './routes/households/cards.ts'
import { householdRoutes } from './routes/households/households.ts'
import { photoRoutes } from './routes/households/photos.ts'
import { plateRoutes } from './routes/households/plates.ts'
import { levelRoutes } from './routes/levels/levels.ts'
import { mendingRoutes } from './routes/mendings/mendings.ts'
import { peopleRoutes } from './routes/people/people.ts'
import { sessionRoutes } from './routes/people/session.ts'
import { publicityRoutes } from './routes/publicity/publicity.ts'
import { redemptionRoutes } from './routes/redemption/redemption.ts'
import { screenExportRoutes } from './routes/reports/officeExports.ts'
import { townRoutes } from './routes/reports/town.ts'
import { doorRoutes } from './routes/residents/doors.ts'
import { residentRoutes } from './routes/residents/residents.ts'
import { suggestionRoutes } from './routes/residents/suggestions.ts'
import { doorstepRoutes } from './routes/rounds/doorstep.ts'
import { roundRoutes } from './routes/rounds/rounds.ts'
import { batchRoutes } from './routes/scores/batches.ts'
import { claimRoutes } from './routes/scores/claims.ts'
import { importRoutes } from './routes/scores/imports.ts'
import { postingRoutes } from './routes/scores/postings.ts'
import { workRoutes } from './routes/scores/work.ts'
import { seasonRoutes } from './routes/seasons/seasons.ts'
import { noticeRoutes } from './routes/villages/notices.ts'
import { ruleRoutes } from './routes/villages/rules.ts'
import { screenRoutes } from './routes/villages/screens.ts'
import { villageRoutes } from './routes/villages/villages.ts'
import type { Services } from './services.ts'

/** The whole HTTP side: pages, API, health. */
export function createApp(services: Services, pages: Pick<Pages, 'mount'>): Express {
  const { environment, log, metrics } = services
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', trustProxies(environment.trustedProxies))
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
  app.use(compressReads)
  for (const add of [
    postingRoutes,
    healthRoutes,
    heavyRoutes,
    sessionRoutes,
    villageRoutes,
    householdRoutes,
    plateRoutes,
    doorRoutes,
    residentRoutes,
    cardRoutes,
    suggestionRoutes,
    ruleRoutes,
    levelRoutes,
    batchRoutes,
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
    activityRoutes,
    mendingRoutes,
    townRoutes,
    workRoutes,
    screenExportRoutes,
    tokenRoutes,
    openDataRoutes,
    webhookRoutes,
  ] satisfies ((router: Router, services: Services) => void)[])
    add(app, services)
  openApiRoutes(app, environment.publicUrl)
  pages.mount(
    app,
    async (request) => workersVillage(services.store, request),
    publicPathOf(environment.publicUrl) !== '/',
  )
  app.use((request) => {
    throw new HttpRefused(404, 'not-found', { path: request.path.slice(0, 100) })
  })
  app.use(answerProblems(log))
  return app
}

/** Our own policy: everything from this server alone; plain HTTP on a village's network must work. */
function securityHeaders(secure: boolean): RequestHandler {
  const headers = headersOf(helmetOf(secure))
  return (_request, response, next) => {
    response.setHeaders(headers)
    next()
  }
}

/** What helmet says in every answer; it would make each of its headers anew for each. */
function headersOf(helmeted: ReturnType<typeof helmetOf>): Map<string, string> {
  const headers = new Map<string, string>()
  const response = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: () => {},
  }
  helmeted({} as Request, response as unknown as Response, () => {})
  return headers
}

function helmetOf(secure: boolean) {
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

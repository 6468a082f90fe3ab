/** The service worker of the doorstep: its page opens without a network. The page itself stores doors and items. */
import { serveOffline } from '../../../server/domain/page/offline/serviceWorker.ts'

serveOffline({
  cachePrefix: 'doorstep-',
  page: 'doorstep/',
  opensPage: (path) => /^\/(doorstep|d)\//.test(path),
  timeoutMs: 2_500,
})

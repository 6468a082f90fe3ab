/** The service worker of a wall: a screen starts while the server is away. */
import { serveOffline } from '../../server/domain/page/offline/serviceWorker.ts'

serveOffline({
  cachePrefix: 'wall-',
  isUnprefixed: (cache) => /^[0-9a-f]{12}$/.test(cache),
  page: 'display',
  opensPage: (path) => path === '/' || /^\/display(\/[\w-]*)?\/?$/.test(path),
  data: 'api/villages',
  timeoutMs: 4_000,
})

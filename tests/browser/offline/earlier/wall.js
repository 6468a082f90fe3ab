;(function () {
  function e(e) {
    var t
    return ((t = /^(.*\/)assets\/[^/]+$/.exec(new URL(e).pathname)) == null ? void 0 : t[1]) ?? `/`
  }
  function t(e, t) {
    return t.startsWith(e) ? t.slice(e.length - 1) : t
  }
  let n = /((?:href|src)=")(?:\.\.?\/)+/g
  function r(e, t) {
    return e.replace(n, (e, n) => n + t)
  }
  async function i(e, t) {
    if (!e.ok) throw TypeError(`no page to store`)
    let n = new Headers(e.headers)
    for (let e of [`content-encoding`, `content-length`, `etag`]) n.delete(e)
    return new Response(r(await e.text(), t), { headers: n })
  }
  function a(e, t) {
    return e === `/` ? t : e + t
  }
  let o = globalThis,
    s = e(o.location.href),
    c = `${s}display`,
    l = `${s}api/villages`,
    u = a(s, `wall-`),
    d = (e) => e.startsWith(u) || (s === `/` && /^[0-9a-f]{12}$/.test(e))
  ;(o.addEventListener(`install`, (e) => e.waitUntil(o.skipWaiting())),
    o.addEventListener(`activate`, (e) => e.waitUntil(o.clients.claim())),
    o.addEventListener(`message`, (e) => {
      e.waitUntil(m(e.data))
    }),
    o.addEventListener(`fetch`, (e) => {
      let { request: n } = e,
        { pathname: r, origin: i } = new URL(n.url)
      if (n.method !== `GET` || i !== o.location.origin || !r.startsWith(s)) return
      let a = t(s, r)
      n.mode === `navigate`
        ? f(a) && e.respondWith(h(n, c))
        : r === l
          ? e.respondWith(h(n, l))
          : p(a) && e.respondWith(g(n))
    }))
  function f(e) {
    return e === `/` || /^\/display(\/[\w-]*)?\/?$/.test(e)
  }
  function p(e) {
    return /^\/(assets|api\/villages\/[\w-]+\/pictures)\//.test(e)
  }
  async function m({ build: e, files: t }) {
    try {
      let n = u + e,
        r = await caches.open(n)
      for (let e of [...t, l]) (await r.match(e)) || (await r.add(e))
      await r.put(c, await i(await fetch(c), s))
      for (let e of await caches.keys()) e !== n && d(e) && (await caches.delete(e))
    } catch {}
  }
  async function h(e, t) {
    let n = new AbortController(),
      r = setTimeout(() => n.abort(), 4e3)
    try {
      let t = await fetch(e, { signal: n.signal })
      if (t.ok || t.status < 500) return t
    } catch {
    } finally {
      clearTimeout(r)
    }
    return (await caches.match(t)) ?? fetch(e)
  }
  async function g(e) {
    let t = await caches.match(e.url)
    if (t) return t
    let n = await fetch(e),
      r = (await caches.keys()).find(d)
    if (n.ok && r !== void 0)
      try {
        await (await caches.open(r)).put(e.url, n.clone())
      } catch {}
    return n
  }
})()

;(function () {
  function e(e) {
    var t
    return ((t = /^(.*\/)assets\/[^/]+$/.exec(new URL(e).pathname)) == null ? void 0 : t[1]) ?? `/`
  }
  let t = /((?:href|src)=")(?:\.\.?\/)+/g
  function n(e, n) {
    return e.replace(t, (e, t) => t + n)
  }
  async function r(e, t) {
    if (!e.ok) throw TypeError(`no page to store`)
    let r = new Headers(e.headers)
    for (let e of [`content-encoding`, `content-length`, `etag`]) r.delete(e)
    return new Response(n(await e.text(), t), { headers: r })
  }
  function i(e, t) {
    return e === `/` ? t : e + t
  }
  let a = globalThis,
    o = e(a.location.href),
    s = `${o}doorstep/`,
    c = i(o, `doorstep-`)
  ;(a.addEventListener(`install`, (e) => e.waitUntil(a.skipWaiting())),
    a.addEventListener(`activate`, (e) => e.waitUntil(a.clients.claim())),
    a.addEventListener(`message`, (e) => {
      e.waitUntil(l(e.data))
    }),
    a.addEventListener(`fetch`, (e) => {
      let { request: t } = e,
        { pathname: n, origin: r } = new URL(t.url)
      t.method === `GET` &&
        r === a.location.origin &&
        (t.mode === `navigate`
          ? (n.startsWith(s) || n.startsWith(`${o}d/`)) && e.respondWith(u(t))
          : n.startsWith(`${o}assets/`) && e.respondWith(d(t)))
    }))
  async function l({ build: e, files: t }) {
    try {
      let n = c + e,
        i = await caches.open(n)
      for (let e of t) (await i.match(e)) || (await i.add(e))
      await i.put(s, await r(await fetch(s), o))
      for (let e of await caches.keys()) e.startsWith(c) && e !== n && (await caches.delete(e))
    } catch {}
  }
  async function u(e) {
    let t = new AbortController(),
      n = setTimeout(() => t.abort(), 2500)
    try {
      let n = await fetch(e, { signal: t.signal })
      if (n.status < 500) return n
    } catch {
    } finally {
      clearTimeout(n)
    }
    return (await caches.match(s)) ?? fetch(e)
  }
  async function d(e) {
    let t = await caches.match(e.url)
    if (t) return t
    let n = await fetch(e),
      r = (await caches.keys()).find((e) => e.startsWith(c))
    if (n.ok && r !== void 0)
      try {
        await (await caches.open(r)).put(e.url, n.clone())
      } catch {}
    return n
  }
})()

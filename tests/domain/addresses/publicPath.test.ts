/** Addresses under one path of a host, and at the root as they always were. */
import { describe, expect, it } from 'vitest'
import {
  addressUnder,
  pathWithin,
  publicPathOf,
  storageName,
  withBase,
} from '../../../server/domain/addresses/publicPath.ts'
import { tokenIn } from '../../../server/domain/households/plates.ts'

describe('the public path', () => {
  it.each([
    ['https://town.example/assets/panel-x1.js', '/'],
    ['https://town.example/points/assets/panel-x1.js', '/points/'],
    ['https://town.example/gov/points/assets/panel-x1.js?v=1', '/gov/points/'],
    ['http://localhost:8080/admin/main.ts', '/'],
  ])('is told by a script’s address (%s)', (script, path) => {
    expect(publicPathOf(script)).toBe(path)
  })

  it('stands before the server’s addresses and no others', () => {
    expect(addressUnder('/points/', '/api/villages')).toBe('/points/api/villages')
    expect(addressUnder('/points/', 'blob:x')).toBe('blob:x')
    expect(addressUnder('/', '/api/villages')).toBe('/api/villages')
    expect(pathWithin('/points/', '/points/d/x')).toBe('/d/x')
    expect(pathWithin('/', '/d/x')).toBe('/d/x')
  })

  it('changes no name in the storage of a browser at the root', () => {
    expect(storageName('/', 'yiping-doorstep')).toBe('yiping-doorstep')
    expect(storageName('/points/', 'yiping-doorstep')).toBe('/points/yiping-doorstep')
  })

  it('is put before the files of a page', () => {
    const page =
      '<link rel="icon" href="data:,"><script src="../../assets/a.js"></script><a href="https://x/../y">'
    expect(withBase(page, '/')).toBe(
      '<link rel="icon" href="data:,"><script src="/assets/a.js"></script><a href="https://x/../y">',
    )
  })

  it('may stand in a plate’s address', () => {
    const token = 'abcdefghijklmnopqrstuv'
    for (const path of ['', '/points', '/gov/points'])
      expect(tokenIn(`https://town.example${path}/d/${token}`)).toBe(token)
    expect(tokenIn(`https://town.example/?x=/d/${token}`)).toBeNull()
  })
})

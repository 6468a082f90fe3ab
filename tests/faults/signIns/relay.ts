/** A network between phones and the server that can be cut. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export class Relay {
  readonly url: string
  readonly #server: Server
  readonly #sockets: Set<Socket>
  readonly #state: { isCut: boolean }

  private constructor(url: string, server: Server, sockets: Set<Socket>, state: { isCut: boolean }) {
    this.url = url
    this.#server = server
    this.#sockets = sockets
    this.#state = state
  }

  /** @param target address of the server */
  static async to(target: string): Promise<Relay> {
    const { hostname, port } = new URL(target)
    const sockets = new Set<Socket>()
    const state = { isCut: false }
    const server = createServer((phone) => {
      if (state.isCut) return void phone.destroy()
      const behind = connect(Number(port), hostname)
      for (const [one, other] of [
        [phone, behind],
        [behind, phone],
      ] as const) {
        sockets.add(one)
        one.on('error', () => one.destroy())
        one.once('close', () => {
          sockets.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Relay(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, sockets, state)
  }

  /** Ends all connections, in the middle of what they carry, and takes no new ones. */
  cut(): void {
    this.#state.isCut = true
    for (const socket of this.#sockets) socket.destroy()
  }

  mend(): void {
    this.#state.isCut = false
  }

  close(): void {
    this.cut()
    this.#server.close()
  }
}

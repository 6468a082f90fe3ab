import { IncomingMessage } from 'node:http'

/**
 * A request that upgrades to WebSocket alone.
 *
 * A server with upgrade listeners takes every request with an `Upgrade` header for one of them;
 * some HTTP clients send `Upgrade: h2c` with each request and expect an ordinary answer.
 */
export class UpgradableRequest extends IncomingMessage {
  /** Set by the parser before this class is constructed. */
  declare private asksForUpgrade: boolean | null

  get upgrade(): boolean {
    const isWebsocket = this.headers.upgrade?.toLowerCase() === 'websocket'
    return this.asksForUpgrade === true && (isWebsocket || this.method === 'CONNECT')
  }

  set upgrade(value: boolean | null) {
    this.asksForUpgrade = value
  }
}

import { addressOf, connectPool } from '../connect.ts'
import { explained } from '../faults.ts'
import { migrate, refuseUnsuitable } from '../migrate.ts'
import { grantApplicationRights, usersWithRights } from './applicationRights.ts'

/**
 * Applies pending migrations, and gives the users of servers what they need.
 *
 * @param url of the owner of the tables
 * @param user of the servers, beside those named before
 * @throws CannotOpen with a plain sentence
 */
export async function migratePostgres(
  url: string,
  user: string | null,
): Promise<{ place: string; users: string[] }> {
  const place = addressOf(url)
  const pool = connectPool(url, { connections: 2, isPatient: true })
  try {
    await refuseUnsuitable(pool, place)
    await migrate(pool, place)
    const client = await pool.connect()
    try {
      const users = [...new Set([...(await usersWithRights(client)), ...(user === null ? [] : [user])])]
      for (const one of users) await grantApplicationRights(client, one)
      return { place, users }
    } finally {
      client.release(true)
    }
  } catch (error) {
    throw explained(error, place)
  } finally {
    await pool.end()
  }
}

/**
 * The text schemas of the contract: every string that comes in is one of these,
 * an enumeration, or bound to ASCII by its pattern.
 */
import { z } from 'zod'
import { findTextFault, isStorable, type Lines, withoutFaults } from '../../domain/text/characters.ts'

/**
 * Names of one line: trimmed, NFC, without characters that nobody sees.
 *
 * @param least, most UTF-16 units
 * @param code rule that says the lengths too, where there is one
 */
export const oneLine = (least: number, most: number, code?: string) => text('one-line', least, most, code)

/** Like `oneLine`, with line feeds. */
export const manyLines = (least: number, most: number) => text('many-lines', least, most)

function text(lines: Lines, least: number, most: number, code?: string) {
  return z
    .string()
    .overwrite((typed) => typed.replaceAll('\r\n', '\n').trim().normalize('NFC'))
    .min(least, code)
    .max(most, code)
    .refine((typed) => findTextFault(typed, lines) !== 'not-well-formed', 'not-well-formed')
    .refine((typed) => findTextFault(typed, lines) !== 'control-characters', 'control-characters')
    .refine((typed) => findTextFault(typed, lines) !== 'unseen-characters', 'unseen-characters')
}

/** Text that is compared and never shown, exactly as typed: passwords, codes, what a list is searched by. */
export const asTyped = (least: number, most: number) =>
  z.string().min(least).max(most).refine(isStorable, 'not-well-formed')

/** What a program reports and nobody can retype, such as an error's message: odd characters become U+FFFD. */
export const reported = (most: number) => z.string().max(most).overwrite(withoutFaults)

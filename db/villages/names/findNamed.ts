/** The one of the name: as written, else the first in another normal form, as earlier builds stored some. */
export function findNamed<Named extends { name: string }>(
  known: readonly Named[],
  name: string,
): Named | undefined {
  const normal = name.normalize('NFC')
  return known.find((one) => one.name === name) ?? known.find((one) => one.name.normalize('NFC') === normal)
}

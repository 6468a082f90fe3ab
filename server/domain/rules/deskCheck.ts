/** How the redemption desk makes sure that who asks for goods may have them: not at all, or by the six digits of the card. */
export const deskChecks = ['none', 'digits'] as const
export type DeskCheck = (typeof deskChecks)[number]

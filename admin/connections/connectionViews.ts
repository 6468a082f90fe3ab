export const connectionViews = ['tokens', 'webhooks', 'open'] as const
export type ConnectionView = (typeof connectionViews)[number]

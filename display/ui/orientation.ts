export type Orientation = 'landscape' | 'portrait'

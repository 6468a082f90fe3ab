/** The panel's font; loaded after the first picture, which the system's fonts draw. */
import '@fontsource-variable/noto-sans-sc'

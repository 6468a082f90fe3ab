/** The panel's font; the pages before it are drawn in the system's, and are there sooner. */
import '@fontsource-variable/noto-sans-sc'

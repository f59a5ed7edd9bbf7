/** bridge-script.ts puts the text of the style sheets here. */
export const styles = ''

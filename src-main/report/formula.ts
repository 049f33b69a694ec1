/** What a spreadsheet calculates, also where more lines follow; such a cell is made a text. */
export const formula = /^[=+\-@\t\r\n＝＋－＠]/

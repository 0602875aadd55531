package dev.ficus.dualwrite.value;

/**
 * Reads text of any character set from its stored bytes: strictly, with what stands for NUL.
 *
 * @param longest the most characters that PostgreSQL takes; 0 where it takes what MySQL has
 */
record TextReader(MysqlCharset charset, Nul nul, int longest) implements CellReader {

    @Override
    public boolean read(byte[] from, int start, int end, CellBuffer out) {
        int first = out.length();
        charset.decode(from, start, end, out);
        if (Utf8.hasNul(out.bytes(), first, out.length())) {
            replace(first, out);
        }
        if (longest > 0 && Utf8.characters(out.bytes(), first, out.length()) > longest) {
            throw TextValue.tooLong(longest);
        }
        return true;
    }

    private void replace(int first, CellBuffer out) {
        CellBuffer text = new CellBuffer(out.length() - first);
        text.put(out.bytes(), first, out.length());
        out.truncate(first);
        out.put(nul.storable(text.text()));
    }
}

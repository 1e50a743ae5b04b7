import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * Reads JSON as TLA+ values: objects as records, the empty one as the empty function, lists as tuples,
 * or as sets where the field that holds them says so. It refuses null, which is no value of any spec,
 * and numbers that are no integers of TLC's.
 */
final class Json {
    private static final int MAX_DEPTH = 64;

    private static final AtomicReferenceArray<Met> met = new AtomicReferenceArray<>(1 << 12);

    private final byte[] text;
    private final Set<UniqueString> sets;
    private int at;
    private int depth;

    Json(byte[] text, Set<UniqueString> sets) {
        this.text = text;
        this.sets = sets;
    }

    /** A string that was met before, and its bytes. */
    private static final class Met {
        final byte[] bytes;
        final UniqueString string;

        Met(byte[] bytes) {
            this.bytes = bytes;
            string = UniqueString.uniqueStringOf(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** The one value that the text is. */
    Value whole() {
        Value value = value(null);
        if (peek() != 0) {
            throw wrong("the end");
        }
        return value;
    }

    private Value value(UniqueString field) {
        if (++depth > MAX_DEPTH) {
            throw wrong("less depth");
        }
        Value value = any(field);
        depth--;
        return value;
    }

    private Value any(UniqueString field) {
        switch (peek()) {
            case '{':
                return object();
            case '[':
                return list(field);
            case '"':
                return new StringValue(unique());
            case 't':
                word("true");
                return BoolValue.ValTrue;
            case 'f':
                word("false");
                return BoolValue.ValFalse;
            default:
                return number();
        }
    }

    private Value object() {
        List<UniqueString> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        expect('{');
        while (peek() != '}') {
            if (!names.isEmpty()) {
                expect(',');
            }
            UniqueString name = unique();
            expect(':');
            names.add(name);
            values.add(value(name));
        }
        expect('}');
        if (names.isEmpty()) {
            return new TupleValue(new Value[0]);
        }
        return new RecordValue(names.toArray(new UniqueString[0]), values.toArray(new Value[0]), false);
    }

    private Value list(UniqueString field) {
        List<Value> elements = new ArrayList<>();
        expect('[');
        while (peek() != ']') {
            if (!elements.isEmpty()) {
                expect(',');
            }
            elements.add(value(null));
        }
        expect(']');
        Value[] values = elements.toArray(new Value[0]);
        return sets.contains(field) ? set(values) : new TupleValue(values);
    }

    /** A set, which TLC must sort. What it cannot compare stays a tuple, which is equal to no set. */
    private static Value set(Value[] values) {
        try {
            Value set = new SetEnumValue(values.clone(), false);
            set.deepNormalize();
            return set;
        } catch (RuntimeException incomparable) {
            return new TupleValue(values);
        }
    }

    private Value number() {
        int start = at;
        boolean negative = at < text.length && text[at] == '-';
        if (negative) {
            at++;
        }
        int digits = at;
        long n = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9' && n <= Integer.MAX_VALUE) {
            n = 10 * n + text[at++] - '0';
        }
        boolean more = at < text.length && (Character.isLetterOrDigit(text[at]) || text[at] == '.');
        if (at == digits || more || n > Integer.MAX_VALUE) {
            at = start;
            throw wrong("a value other than null, of 32 bits if it is a number");
        }
        return IntValue.gen((int) (negative ? -n : n));
    }

    /** A string of TLC's. Most have been met before, and are found without being built again. */
    private UniqueString unique() {
        expect('"');
        int start = at;
        int hash = 0;
        while (at < text.length && text[at] != '"' && text[at] != '\\') {
            hash = 31 * hash + text[at++];
        }
        if (at >= text.length || text[at] == '\\') {
            at = start - 1;
            return UniqueString.uniqueStringOf(string());
        }
        int slot = hash & (met.length() - 1);
        Met known = met.get(slot);
        if (known == null || !Arrays.equals(known.bytes, 0, known.bytes.length, text, start, at)) {
            known = new Met(Arrays.copyOfRange(text, start, at));
            met.set(slot, known);
        }
        at++;
        return known.string;
    }

    private String string() {
        expect('"');
        int start = at;
        boolean escaped = false;
        while (at < text.length && text[at] != '"') {
            escaped |= text[at] == '\\';
            at += text[at] == '\\' ? 2 : 1;
        }
        if (at >= text.length) {
            throw wrong("a quotation mark");
        }
        String raw = new String(text, start, at++ - start, StandardCharsets.UTF_8);
        return escaped ? unescape(raw) : raw;
    }

    private static String unescape(String raw) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = raw.charAt(++i);
            int known = "bfnrt".indexOf(c);
            if (c == 'u') {
                out.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                out.append(known < 0 ? c : "\b\f\n\r\t".charAt(known));
            }
        }
        return out.toString();
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("" + c);
        }
        at++;
    }

    /** The next byte that is no white space, or 0 at the end. */
    private byte peek() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) {
            at++;
        }
        return at < text.length ? text[at] : 0;
    }

    private IllegalArgumentException wrong(String want) {
        int end = Math.min(text.length, at + 40);
        String rest = at < end ? new String(text, at, end - at, StandardCharsets.UTF_8) : "";
        return new IllegalArgumentException("want " + want + " at: " + rest);
    }
}

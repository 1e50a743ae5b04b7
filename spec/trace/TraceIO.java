import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntPredicate;
import tlc2.value.impl.Applicable;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import tlc2.value.impl.ValueVec;
import util.UniqueString;

/**
 * The operators of TraceIO.tla. The property lockstep.batch names the batch, a file of lines;
 * lockstep.reached names a file of one byte for each line, which becomes 1 when the line is reached.
 */
public final class TraceIO {
    private static final ByteBuffer batch = map("lockstep.batch", "r", MapMode.READ_ONLY);
    private static final MappedByteBuffer reached = map("lockstep.reached", "rw", MapMode.READ_WRITE);
    private static final int[] ends = ends(batch);

    /** Lines parsed lately: a step looks at its own line several times, and at that of its cause. */
    private static final AtomicReferenceArray<Parsed> recent = new AtomicReferenceArray<>(1 << 12);

    /** The sets that Line was last called with. */
    private static volatile Names lastNames;

    private static final StringValue INSTANCE = new StringValue("instance");
    private static final StringValue CLIENT = new StringValue("client");
    private static final StringValue SEQ = new StringValue("seq");
    private static final StringValue NODE = new StringValue("node");
    private static final StringValue POST = new StringValue("post");

    private TraceIO() {}

    public static Value Lines() {
        return IntValue.gen(ends.length);
    }

    public static Value Line(Value n, Value sets) {
        int line = ((IntValue) n).val;
        if (line < 1 || line > ends.length) {
            throw new IllegalArgumentException("the batch has no line " + line);
        }
        int slot = line & (recent.length() - 1);
        Parsed parsed = recent.get(slot);
        if (parsed == null || parsed.line != line) {
            parsed = new Parsed(line, parse(line, sets));
            recent.set(slot, parsed);
        }
        return parsed.value;
    }

    public static Value Held(Value n, Value kind, Value sets) {
        int line = ((IntValue) n).val;
        RecordValue all = line > ends.length ? null : record(Line(n, sets)); // An empty line is no record.
        Value held = all == null ? null : field(all, ((StringValue) kind).val);
        return held == null ? SetEnumValue.EmptySet : new SetEnumValue(new Value[] {held}, true);
    }

    public static Value IsAmong(Value m, Value set) {
        for (Value elem : elements(set)) {
            if (isSame(elem, m)) {
                return BoolValue.ValTrue;
            }
        }
        return BoolValue.ValFalse;
    }

    /** A value that TLC cannot compare with another is another. */
    public static Value Same(Value a, Value b) {
        return isSame(a, b) ? BoolValue.ValTrue : BoolValue.ValFalse;
    }

    private static boolean isSame(Value a, Value b) {
        try {
            return same(a, b);
        } catch (RuntimeException incomparable) {
            return false;
        }
    }

    /** Most fields of a node's state do not change, and are the very same value. */
    private static boolean same(Value a, Value b) {
        if (a == b) {
            return true;
        }
        RecordValue left = record(a);
        RecordValue right = record(b);
        if (left == null || right == null) {
            return a.equals(b);
        }
        boolean all = Arrays.equals(left.names, right.names);
        for (int i = 0; all && i < left.values.length; i++) {
            all = same(left.values[i], right.values[i]);
        }
        return all;
    }

    /** A record as a record, sorted, or null. */
    private static RecordValue record(Value value) {
        Value record = value instanceof RecordValue || value instanceof FcnRcdValue ? value.toRcd() : null;
        return record == null ? null : (RecordValue) record.normalize();
    }

    public static Value Like(Value a, Value example) {
        return like(a, example) ? BoolValue.ValTrue : BoolValue.ValFalse;
    }

    public static Value Greatest(Value set) {
        ValueVec elems = ((SetEnumValue) set.toSetEnum()).elems;
        int greatest = ((IntValue) elems.elementAt(0)).val;
        for (int i = 1; i < elems.size(); i++) {
            greatest = Math.max(greatest, ((IntValue) elems.elementAt(i)).val);
        }
        return IntValue.gen(greatest);
    }

    public static Value InstancesIn(Value set) {
        Value[] elems = elements(set);
        int[] instances = new int[elems.length];
        for (int i = 0; i < elems.length; i++) {
            instances[i] = number(elems[i], INSTANCE);
        }
        Arrays.sort(instances);
        ValueVec found = new ValueVec();
        for (int i = 0; i < instances.length; i++) {
            if (i == 0 || instances[i] != instances[i - 1]) {
                found.addElement(IntValue.gen(instances[i]));
            }
        }
        return new SetEnumValue(found, true);
    }

    public static Value OfInstance(Value set, Value i) {
        int instance = ((IntValue) i).val;
        return only(set, INSTANCE, n -> n == instance);
    }

    public static Value OfOthersThan(Value set, Value i) {
        int instance = ((IntValue) i).val;
        return only(set, INSTANCE, n -> n != instance);
    }

    public static Value OfGreaterThan(Value set, Value i) {
        int instance = ((IntValue) i).val;
        return only(set, INSTANCE, n -> n > instance);
    }

    public static Value OfOneClient(Value set, Value c) {
        int client = ((IntValue) c).val;
        return only(set, CLIENT, n -> n == client);
    }

    public static Value LastOfClient(Value set, Value c) {
        int client = ((IntValue) c).val;
        int last = 0;
        for (Value elem : elements(set)) {
            if (number(elem, CLIENT) == client) {
                last = Math.max(last, number(elem, SEQ));
            }
        }
        return IntValue.gen(last);
    }

    public static Value LastInRow(Value n, Value set) {
        int last = ((IntValue) n).val;
        for (Value elem : elements(set)) { // They ascend.
            int number = ((IntValue) elem).val;
            if (number > last + 1) {
                break;
            }
            last = Math.max(last, number);
        }
        return IntValue.gen(last);
    }

    public static Value Gained(Value set, Value other) {
        if (set == other) {
            return SetEnumValue.EmptySet;
        }
        Value[] elems = elements(set);
        Value[] others = elements(other);
        ValueVec gained = new ValueVec();
        for (int i = 0, j = 0; i < elems.length; i++) {
            int order = 1;
            while (j < others.length && (order = elems[i] == others[j] ? 0 : elems[i].compareTo(others[j])) > 0) {
                j++;
            }
            if (j == others.length || order != 0) {
                gained.addElement(elems[i]);
            }
        }
        return new SetEnumValue(gained, true);
    }

    public static Value ElementsOf(Value list) {
        Value[] elems = list instanceof TupleValue ? ((TupleValue) list).elems : ((TupleValue) list.toTuple()).elems;
        Value set = new SetEnumValue(elems.clone(), false);
        set.deepNormalize();
        return set;
    }

    /** Goes through the variables without making the two records that the module compares. */
    public static Value Agrees(Value event, Value before, Value after, Value growing) {
        RecordValue e = record(event);
        Value node = e.select(NODE);
        RecordValue post = record(e.select(POST));
        RecordValue was = (RecordValue) before.toRcd(); // It may be put together with @@.
        RecordValue is = (RecordValue) after.toRcd();
        int told = 0;
        for (int i = 0; i < was.names.length; i++) {
            Value value = post == null ? null : field(post, was.names[i]);
            told += value == null ? 0 : 1;
            Value then = was.values[i];
            Value now = is.values[i];
            if (value == null && then == now) {
                continue;
            }
            then = ((Applicable) then).select(node);
            now = ((Applicable) now).select(node);
            if (growing.member(new StringValue(was.names[i]))) {
                now = Gained(now, then);
                then = SetEnumValue.EmptySet;
            }
            if (!isSame(now, value == null ? then : value)) {
                return BoolValue.ValFalse;
            }
        }
        return told == (post == null ? 0 : post.names.length) ? BoolValue.ValTrue : BoolValue.ValFalse;
    }

    /** The value of a field, or null. */
    private static Value field(RecordValue record, UniqueString name) {
        for (int i = 0; i < record.names.length; i++) {
            if (record.names[i] == name) {
                return record.values[i];
            }
        }
        return null;
    }

    /** The elements of a set, in TLC's order, each once. */
    private static Value[] elements(Value set) {
        SetEnumValue all = (SetEnumValue) set.toSetEnum();
        all.normalize();
        return all.elems.toArray();
    }

    private static int number(Value record, StringValue field) {
        return ((IntValue) ((RecordValue) record.toRcd()).select(field)).val;
    }

    private static Value only(Value set, StringValue field, IntPredicate wanted) {
        ValueVec found = new ValueVec();
        for (Value elem : elements(set)) {
            if (wanted.test(number(elem, field))) {
                found.addElement(elem);
            }
        }
        return new SetEnumValue(found, true);
    }

    public static Value Reached(Value n) {
        reached.put(((IntValue) n).val - 1, (byte) 1);
        return BoolValue.ValTrue;
    }

    private static boolean like(Value a, Value example) {
        if (a.getClass() != example.getClass()) {
            return false;
        }
        if (a instanceof TupleValue) {
            return alike(((TupleValue) a).elems, ((TupleValue) example).elems);
        }
        if (a instanceof RecordValue) {
            RecordValue record = (RecordValue) a.normalize();
            RecordValue other = (RecordValue) example.normalize();
            return Arrays.equals(record.names, other.names) && alike(record.values, other.values);
        }
        return a instanceof IntValue || a instanceof StringValue || a instanceof BoolValue;
    }

    private static boolean alike(Value[] values, Value[] examples) {
        boolean all = values.length == examples.length;
        for (int i = 0; all && i < values.length; i++) {
            all = like(values[i], examples[i]);
        }
        return all;
    }

    private static MappedByteBuffer map(String property, String access, MapMode mode) {
        String path = System.getProperty(property);
        if (path == null) {
            throw new IllegalStateException("the property " + property + " names no file");
        }
        try (RandomAccessFile file = new RandomAccessFile(path, access); FileChannel channel = file.getChannel()) {
            return channel.map(mode, 0, channel.size());
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(path + ": " + e.getMessage(), e);
        }
    }

    /** The offset of the end of each line. What follows the last end of line is no line. */
    private static int[] ends(ByteBuffer file) {
        int[] found = new int[1024];
        int count = 0;
        byte[] piece = new byte[1 << 20];
        ByteBuffer rest = file.duplicate();
        while (rest.hasRemaining()) {
            int start = rest.position();
            int length = Math.min(piece.length, rest.remaining());
            rest.get(piece, 0, length);
            for (int i = 0; i < length; i++) {
                if (piece[i] == '\n') {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = start + i;
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static Value parse(int line, Value sets) {
        int start = line == 1 ? 0 : ends[line - 2] + 1;
        byte[] text = new byte[ends[line - 1] - start];
        ByteBuffer view = batch.duplicate();
        view.position(start);
        view.get(text);
        try {
            Value value = new Json(text, namesIn(sets)).whole();
            value.deepNormalize(); // Workers share it.
            return value;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("line " + line + " of the batch: " + e.getMessage(), e);
        }
    }

    private static Set<UniqueString> namesIn(Value sets) {
        Names names = lastNames;
        if (names == null || names.sets != sets) {
            names = new Names(sets);
            lastNames = names;
        }
        return names.names;
    }

    private static final class Names {
        final Value sets;
        final Set<UniqueString> names = new HashSet<>();

        Names(Value sets) {
            this.sets = sets;
            for (Value name : ((SetEnumValue) sets.toSetEnum()).elems.toArray()) {
                names.add(((StringValue) name).val);
            }
        }
    }

    private static final class Parsed {
        final int line;
        final Value value;

        Parsed(int line, Value value) {
            this.line = line;
            this.value = value;
        }
    }
}

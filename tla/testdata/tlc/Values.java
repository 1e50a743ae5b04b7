import java.io.PrintStream;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.IValue;
import util.SimpleFilenameToStream;

/**
 * Prints what TLC makes of the definitions of a module whose names begin with E, a line
 * for each: the name and the value, or the name and an exclamation mark where TLC
 * refuses to evaluate it. They have a parameter that they do not use, so that TLC does
 * not evaluate them beforehand.
 */
public class Values {
  public static void main(String[] module) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    FastTool tool = new FastTool(module[0], module[0], new SimpleFilenameToStream());
    for (OpDefNode d : tool.getRootModule().getOpDefs()) {
      if (d.getName().toString().matches("E[0-9]+")) {
        out.println(d.getName() + " " + value(tool, d));
      }
    }
    out.flush();
  }

  static String value(FastTool tool, OpDefNode d) {
    try {
      IValue v = tool.eval(d.getBody(), Context.Empty, TLCState.Empty);
      v.deepNormalize();
      return v.toString();
    } catch (Throwable e) {
      return "! " + String.valueOf(e.getMessage()).replace('\n', ' ');
    }
  }
}

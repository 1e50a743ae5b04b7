import java.io.File;
import java.io.PrintStream;
import java.util.TreeSet;
import tla2sany.drivers.SANY;
import tla2sany.modanalyzer.SpecObj;
import tla2sany.semantic.*;
import util.SimpleFilenameToStream;

/**
 * Prints what SANY makes of modules, a line for each definition that stands in them and
 * not in what they extend: the module, the name, the parameters, and the body as nested
 * lists of an operator, what it binds, and its arguments.
 */
public class Shapes {
  public static void main(String[] files) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    for (String file : files) {
      SpecObj spec = new SpecObj(file, new SimpleFilenameToStream());
      SANY.frontEndMain(spec, file, System.err);
      ModuleNode module = spec.getExternalModuleTable().getRootModule();
      if (module == null || !spec.semanticErrors.isSuccess() || !spec.parseErrors.isSuccess()) {
        out.println("refused " + new File(file).getName());
        continue;
      }
      String name = module.getName().toString();
      out.print("module " + name + " extends" + extended(module) + " constants" + names(module, module.getConstantDecls()) + " variables" + names(module, module.getVariableDecls()) + "\n");
      for (OpDefNode d : module.getOpDefs()) {
        if (d.getOriginallyDefinedInModuleNode() == module && !d.getName().toString().contains("!")) {
          out.print("definition " + name + " " + d.getName() + parameters(d.getParams()) + " == " + shape(d.getBody()) + "\n");
        }
      }
    }
    out.flush();
  }

  static String extended(ModuleNode module) {
    TreeSet<String> names = new TreeSet<>();
    for (Object m : module.getExtendedModuleSet(false)) names.add(" " + ((ModuleNode) m).getName());
    return String.join("", names);
  }

  static String names(ModuleNode module, OpDeclNode[] declared) {
    TreeSet<String> names = new TreeSet<>();
    for (OpDeclNode d : declared) {
      if (d.getOriginallyDefinedInModuleNode() == module) names.add(" " + d.getName() + "/" + d.getArity());
    }
    return String.join("", names);
  }

  static String parameters(FormalParamNode[] params) {
    StringBuilder b = new StringBuilder("(");
    for (FormalParamNode p : params) b.append(" ").append(p.getName()).append("/").append(p.getArity());
    return b.append(")").toString();
  }

  static String shape(SemanticNode n) {
    if (n instanceof AtNode) return "@";
    if (n instanceof NumeralNode) return "" + ((NumeralNode) n).val();
    if (n instanceof StringNode) return "\"" + ((StringNode) n).getRep() + "\"";
    if (n instanceof OpArgNode) return operator(((OpArgNode) n).getOp());
    if (n instanceof LetInNode) return let((LetInNode) n);
    if (n instanceof SubstInNode) return "(instance)";
    if (n instanceof OpApplNode) return application((OpApplNode) n);
    return n == null ? "-" : "?" + n.getClass().getSimpleName();
  }

  static String operator(SymbolNode op) {
    if (op instanceof OpDefNode && op.getName().toString().equals("LAMBDA")) {
      return "(LAMBDA" + parameters(((OpDefNode) op).getParams()) + " " + shape(((OpDefNode) op).getBody()) + ")";
    }
    return op.getName().toString();
  }

  static String let(LetInNode n) {
    StringBuilder b = new StringBuilder("(LET");
    for (OpDefNode d : n.getLets()) b.append(" ").append(d.getName()).append(parameters(d.getParams())).append(" ").append(shape(d.getBody()));
    return b.append(" IN ").append(shape(n.getBody())).append(")").toString();
  }

  static String application(OpApplNode n) {
    StringBuilder b = new StringBuilder("(" + n.getOperator().getName());
    if (n.getUnbdedQuantSymbols() != null) {
      for (FormalParamNode p : n.getUnbdedQuantSymbols()) b.append(" ").append(p.getName());
    }
    FormalParamNode[][] bound = n.getBdedQuantSymbolLists();
    for (int i = 0; bound != null && i < bound.length; i++) {
      b.append(n.isBdedQuantATuple()[i] ? " <" : " [");
      for (FormalParamNode p : bound[i]) b.append(p.getName()).append(" ");
      b.append("in ").append(shape(n.getBdedQuantBounds()[i])).append("]");
    }
    for (ExprOrOpArgNode arg : n.getArgs()) b.append(" ").append(shape(arg));
    return b.length() == 1 + n.getOperator().getName().toString().length() ? b.substring(1) : b.append(")").toString();
  }
}

package tlc2.tool.distributed;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.NotBoundException;
import java.rmi.RemoteException;
import java.rmi.server.RMISocketFactory;
import java.util.Arrays;
import tlc2.TLCGlobals;
import tlc2.output.EC;
import tlc2.output.MP;
import tlc2.tool.TLCState;
import tlc2.tool.TLCTrace;
import tlc2.tool.WorkerException;
import tlc2.tool.distributed.fp.IFPSetManager;
import tlc2.tool.distributed.fp.NonDistributedFPSetManager;
import tlc2.tool.fp.FPSet;
import tlc2.tool.fp.FPSetFactory;

/**
 * The way into TLC's distributed mode. TLC's own listens on every address, checks no
 * assumption, does not tell which invariant is violated, and has no exit code.
 */
public final class Lockstep {
  public static void main(String[] args) throws Exception {
    endWithParent();
    RMISocketFactory.setSocketFactory(new OneAddress(InetAddress.getByName(System.getProperty("java.rmi.server.hostname"))));
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    if (args[0].equals("serve")) {
      System.exit(serve(rest));
    }
    TLCWorker.main(rest);
  }

  /** Whoever kills lockstep leaves no Java behind. */
  private static void endWithParent() {
    String parent = System.getenv("LOCKSTEP_PARENT");
    if (parent != null) {
      ProcessHandle.of(Long.parseLong(parent)).orElseThrow().onExit().thenRun(() -> System.exit(1));
    }
  }

  /** Listens on one address; TLC would listen on all. */
  private static final class OneAddress extends RMISocketFactory {
    private final InetAddress address;

    OneAddress(InetAddress address) {
      this.address = address;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return new ServerSocket(port, 0, address);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return new Socket(host, port);
    }
  }

  @SuppressWarnings("serial")
  private static final class Server extends TLCServer {
    Server(TLCApp model) throws IOException, NotBoundException {
      super(model);
    }

    /** One at a time: TLC unpacks a file once for each who asks, over the one that another reads. */
    @Override
    public byte[] getFile(String file) throws RemoteException {
      synchronized (stateQueue.getClass()) {
        return super.getFile(file);
      }
    }

    /**
     * The states that are still to be looked at. TLC asks each thread how many it holds, and
     * stops with an exception at one that has just ended and holds none.
     */
    @Override
    public synchronized long getNewStates() {
      try {
        return super.getNewStates();
      } catch (NullPointerException e) {
        return stateQueue.size();
      }
    }

    @Override
    protected IFPSetManager getFPSetManagerImpl(TLCApp model, String metadir, int servers) throws IOException {
      FPSet fingerprints = FPSetFactory.getFPSet(model.getFPSetConfiguration());
      fingerprints.init(1, metadir, model.getFileName());
      return new Fingerprints(fingerprints, trace);
    }
  }

  /** Does not end Java when it is closed, as TLC's does: the verdict comes afterwards. */
  @SuppressWarnings("serial")
  private static final class Fingerprints extends NonDistributedFPSetManager {
    Fingerprints(FPSet fingerprints, TLCTrace trace) throws IOException {
      super(fingerprints, System.getProperty("java.rmi.server.hostname"), trace);
    }

    @Override
    public void close(boolean cleanup) {}
  }

  /** Serves the model to the end and returns the exit code that TLC alone would have. */
  private static int serve(String[] args) {
    try {
      TLCGlobals.setNumWorkers(0);
      TLCApp model = TLCApp.create(args);
      if (model == null) {
        return EC.ExitStatus.ERROR;
      }
      if (model.tool.checkAssumptions() != EC.NO_ERROR) {
        return EC.ExitStatus.VIOLATION_ASSUMPTION;
      }
      Server server = new Server(model);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> dismiss(server)));
      server.modelCheck();
      return verdict(model, server);
    } catch (Throwable e) {
      MP.printError(EC.GENERAL, e);
      return EC.ExitStatus.ERROR;
    }
  }

  /** Tells the workers that are left that the server ends. */
  private static void dismiss(TLCServer server) {
    for (TLCServerThread thread : server.getThreads()) {
      try {
        server.removeTLCServerThread(thread).exit();
      } catch (IOException e) {
        // It has gone by itself.
      }
    }
  }

  /**
   * What TLC found, in the words that it has when it runs alone. A worker tells the
   * state from which it found a fault, so the step is taken again.
   */
  private static int verdict(TLCApp model, TLCServer server) throws Exception {
    Field field = TLCServer.class.getDeclaredField("errState");
    field.setAccessible(true);
    TLCState last = (TLCState) field.get(server);
    if (last == null) {
      return EC.ExitStatus.SUCCESS;
    }
    String broken = violated(model, last);
    if (broken != null) {
      MP.printError(EC.TLC_INVARIANT_VIOLATED_INITIAL, new String[] {broken, last.toString()});
      return EC.ExitStatus.VIOLATION_SAFETY;
    }
    TLCState[] next;
    try {
      next = model.getNextStates(last);
    } catch (WorkerException e) {
      if (e.state2 != null) { // The step leaves a variable open.
        throw e;
      }
      MP.printError(EC.TLC_DEADLOCK_REACHED);
      tell(model, last, null);
      return EC.ExitStatus.VIOLATION_DEADLOCK;
    }
    for (TLCState state : next) {
      broken = violated(model, state);
      if (broken != null) {
        MP.printError(EC.TLC_INVARIANT_VIOLATED_BEHAVIOR, broken);
        tell(model, last, state);
        return EC.ExitStatus.VIOLATION_SAFETY;
      }
    }
    MP.printError(EC.GENERAL, "The server finds no fault in the state at which it ended.");
    return EC.ExitStatus.ERROR;
  }

  /** The first invariant that is false in a state, or null. */
  private static String violated(TLCApp model, TLCState state) {
    for (int i = 0; i < model.invariants.length; i++) {
      if (!model.tool.isValid(model.invariants[i], state)) {
        return model.tool.getInvNames()[i];
      }
    }
    return null;
  }

  /**
   * Prints the whole behaviour. TLC itself prints the last step only: it takes every
   * state that came over the network for an initial one.
   */
  private static void tell(TLCApp model, TLCState last, TLCState state) throws Exception {
    last.setPredecessor(last);
    TLCTrace trace = new TLCTrace(model.getMetadir(), model.getFileName(), model);
    trace.printTrace(last, state);
    trace.close();
  }
}

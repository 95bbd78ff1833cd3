package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.Traffic;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    customSynopsis = "retrain serve --endpoint NAME [OPTIONS] -- COMMAND...",
    description = {
      "Serves an endpoint of the local backend until it is interrupted. COMMAND starts the server"
          + " of one version; --model FOLDER --port PORT are appended.",
      "The server answers GET /health with 200 once it is ready, and POST /predict, a JSON object"
          + " of features, with {\"score\": NUMBER}. See docs/serving-contract.md."
    })
final class ServeCommand implements Callable<Integer> {

  private static final String ENDPOINT = "dev.retrain.backend.local.endpoint.ServeEndpoint";

  @Option(names = "--endpoint", required = true, paramLabel = "NAME", description = "Its name.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String endpoint;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "The port on the loopback interface. Default: a free one.")
  private int port;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "Starts the server of a version, such as python serve.py.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private List<String> server;

  @Mixin private final BackendOptions backend = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws Exception {
    requireLocal();
    requireProgram();
    Settings settings =
        backend
            .settings(BackendOptions.LOCAL, Path.of("retrain.yaml"))
            .orElseGet(() -> Settings.of(Map.of()));
    boolean interrupted = false;
    try (AutoCloseable served = start(settings)) {
      Thread stop = new Thread(() -> close(served), "retrain-serve-stop");
      Runtime.getRuntime().addShutdownHook(stop);
      report(served.toString());
      interrupted = awaitInterrupt();
      Runtime.getRuntime().removeShutdownHook(stop);
    }
    if (interrupted) { // only now, because an interrupted thread cannot write the last counts
      Thread.currentThread().interrupt();
    }
    return ExitCode.DONE;
  }

  private void requireLocal() {
    String name = backend.nameOrLocal();
    if (!name.equals(BackendOptions.LOCAL)) {
      throw new UnsupportedFeature(
          "the backend " + name + " serves endpoints itself",
          FailureContext.hint("use --backend local, or deploy with retrain tick"),
          null);
    }
  }

  private void requireProgram() {
    String program = server.get(0);
    if (new EnvironmentCheck(System.getenv()).find(program).isEmpty()) {
      throw new ConfigurationProblem(
          "the program '" + program + "' does not exist",
          FailureContext.hint("install it, or correct the command after --"),
          null);
    }
  }

  private AutoCloseable start(Settings settings) throws ReflectiveOperationException {
    Method start =
        Class.forName(ENDPOINT, true, BackendFolder.classes(BackendOptions.LOCAL))
            .getMethod("start", Settings.class, String.class, int.class, List.class);
    try {
      return (AutoCloseable) start.invoke(null, settings, endpoint, port, server);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private void report(String address) {
    Optional<Traffic> traffic;
    try (Backend opened = backend.openOperated();
        Deployer deployer = Endpoint.deployer(opened, endpoint)) {
      traffic = deployer.traffic();
    }
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("endpoint", Node.of(endpoint));
    document.put("address", Node.of(address));
    traffic.ifPresent(split -> document.put("traffic", Node.of(split.toString())));
    output.print(
        Node.of(document),
        out -> {
          out.println("the endpoint " + endpoint + " listens on " + address);
          out.println(
              traffic
                  .map(split -> "traffic: " + split)
                  .orElse(
                      "no version has traffic yet: run retrain tick, or retrain deploy-canary"
                          + " --endpoint "
                          + endpoint
                          + " --model-version MODEL@VERSION"));
        });
  }

  /** Waits until the thread is interrupted, and clears its flag. */
  private static boolean awaitInterrupt() {
    while (!Thread.interrupted()) {
      LockSupport.park();
    }
    return true;
  }

  private static void close(AutoCloseable served) {
    try {
      served.close();
    } catch (Exception e) {
      throw new IllegalStateException("the endpoint could not be stopped", e);
    }
  }
}

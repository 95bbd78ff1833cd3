package dev.retrain.cli;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.VersionHealth;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code retrain monitor}. */
@Command(
    name = "monitor",
    mixinStandardHelpOptions = true,
    description =
        "Prints the traffic of an endpoint and the counts of each version repeatedly; with JSON,"
            + " one line each time.")
final class MonitorCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(names = "--endpoint", required = true, paramLabel = "E", description = "Its name.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String endpoint;

  @Option(
      names = "--every",
      paramLabel = "10s",
      defaultValue = "10s",
      description = "The time between two observations.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String every;

  @Option(
      names = "--looks",
      paramLabel = "N",
      defaultValue = "2147483647",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "The number of observations. Default: until interrupted.")
  private int looks;

  @Mixin private final BackendOptions operated = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Duration pause = pause();
    Clock clock = Clock.systemUTC();
    try (Backend backend = operated.openOperated();
        Deployer deployer = Endpoint.deployer(backend, endpoint)) {
      for (int look = 0; look < looks && !Thread.currentThread().isInterrupted(); look++) {
        if (look > 0) {
          LockSupport.parkNanos(pause.toNanos());
        }
        print(clock.instant(), deployer.traffic(), new TreeMap<>(deployer.health()));
      }
    }
    return ExitCode.DONE;
  }

  private Duration pause() {
    try {
      return Durations.parse(every);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "--every: " + e.getMessage(), FailureContext.hint("write a duration such as 10s"), e);
    }
  }

  private void print(Instant at, Optional<Traffic> traffic, Map<String, VersionHealth> health) {
    PrintWriter out = command.commandLine().getOut();
    if (output.json()) {
      Map<String, Node> look = new LinkedHashMap<>();
      look.put("at", Node.of(at.toString()));
      look.put("endpoint", Node.of(endpoint));
      look.put(
          "versions",
          Node.of(
              health.entrySet().stream()
                  .map(
                      one ->
                          HealthDocument.of(
                              one.getKey(), one.getValue(), traffic.flatMap(Traffic::current)))
                  .toList()));
      out.println(Documents.canonicalJson(Node.of(look)));
    } else {
      out.println(at + " " + endpoint + " " + traffic.map(Object::toString).orElse("no traffic"));
      health.forEach((version, seen) -> out.println("  " + HealthDocument.describe(version, seen)));
    }
    out.flush();
  }
}

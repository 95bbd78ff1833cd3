package dev.retrain.example.queue;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.example.queue.server.JobService;
import dev.retrain.testkit.fault.FaultProxy;
import dev.retrain.testkit.tck.CrashTck;
import dev.retrain.testkit.tck.StepProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Holds the example to what is right when the process that submits is killed. */
class JobsCrashTckTest extends CrashTck {

  private JobService service;
  private FaultProxy proxy;

  @Override
  protected String name() {
    return "jobs";
  }

  @Override
  protected Settings settings(Path place) {
    try {
      service =
          JobService.start(
              place,
              Map.of(StepProgram.IMAGE, StepProgram::run),
              new JobService.Behaviour(Duration.ofMillis(100), 2, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    proxy = FaultProxy.before(service.address());
    return Settings.of(
        Map.of(
            "endpoint", Node.of(proxy.endpoint().toString()),
            "artifactRoot", Node.of(place.toString()),
            "visibleWithin", Node.of("5s")));
  }

  @Override
  protected Optional<FaultProxy> proxy() {
    return Optional.of(proxy);
  }

  @AfterEach
  void stopService() {
    proxy.close();
    service.close();
  }
}

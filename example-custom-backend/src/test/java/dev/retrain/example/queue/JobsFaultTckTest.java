package dev.retrain.example.queue;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.example.queue.server.JobService;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.testkit.InMemoryLeases;
import dev.retrain.testkit.tck.FaultTck;
import dev.retrain.testkit.tck.StepProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Holds the example to what is right when the service, or the way there, fails. */
class JobsFaultTckTest extends FaultTck {

  private JobService service;

  @Override
  protected URI service(Path place) {
    try {
      service =
          JobService.start(
              place,
              Map.of(StepProgram.IMAGE, StepProgram::run),
              new JobService.Behaviour(Duration.ofMillis(100), 2, 0));
      return service.address();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Backend backend(Path place, URI endpoint) {
    Clock clock = Clock.systemUTC();
    return new JobsBackendProvider()
        .create(
            Settings.of(
                Map.of(
                    "endpoint",
                    Node.of(endpoint.toString()),
                    "artifactRoot",
                    Node.of(place.toString()),
                    "visibleWithin",
                    Node.of("5s"),
                    "deadline",
                    Node.of("1s"))),
            BackendContext.of(clock, new InMemoryLeases(clock)));
  }

  @Override
  protected Duration deadline() {
    return Duration.ofSeconds(1);
  }

  @Override
  protected String successWord() {
    return "done";
  }

  @AfterEach
  void stopService() {
    service.close();
  }
}

package dev.retrain.example.queue;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.example.queue.server.JobService;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.testkit.tck.BackendTck;
import dev.retrain.testkit.tck.StepProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;

// region async-tck
/**
 * Holds the example to the whole contract, against a service that shows runs late, lists them by
 * pages of two and throttles now and then; -Djobs.visibleAfter=PT2S sets how late.
 */
class JobsTckTest extends BackendTck {

  private static final int PAGE_SIZE = 2;

  private JobService service;

  @Override
  protected String name() {
    return "jobs";
  }

  @Override
  protected Settings settings(Path place) {
    Duration visibleAfter = Duration.parse(System.getProperty("jobs.visibleAfter", "PT0.1S"));
    try {
      service =
          JobService.start(
              place,
              Map.of(StepProgram.IMAGE, StepProgram::run),
              new JobService.Behaviour(visibleAfter, PAGE_SIZE, 50));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Settings.of(
        Map.of(
            "endpoint", Node.of(service.address().toString()),
            "artifactRoot", Node.of(place.toString()),
            "visibleWithin", Node.of("5s")));
  }

  @Override
  protected Runnable hideNewRuns(Path place) {
    return service.hideNewRuns();
  }

  @Override
  protected boolean takeName(Path place, RunKey key) {
    service.takeName(key.value());
    return true;
  }

  @Override
  protected OptionalInt pageSize() {
    return OptionalInt.of(PAGE_SIZE);
  }

  @AfterEach
  void stopService() {
    if (service != null) {
      service.close();
    }
  }
}
// endregion async-tck

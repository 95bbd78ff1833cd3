package dev.retrain.testkit.tck;

import dev.retrain.spi.backend.Backend;
import dev.retrain.testkit.tck.DistantBackend.Flaw;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The backend whose copies have a flaw each takes everything that goes wrong on the way. */
class DistantFaultTckTest extends FaultTck {

  private @Nullable DistantService service;

  @Override
  protected URI service(Path place) {
    DistantService started = new DistantService(SmallService.at(place, Clock.systemUTC()));
    service = started;
    return started.address();
  }

  @Override
  protected Backend backend(Path place, URI endpoint) {
    return new DistantBackend(SmallService.at(place, Clock.systemUTC()), endpoint, flaw());
  }

  Flaw flaw() {
    return Flaw.NONE;
  }

  @Override
  protected Duration deadline() {
    return DistantBackend.DEADLINE;
  }

  @Override
  protected String successWord() {
    return "done";
  }

  @AfterEach
  void stopService() {
    if (service != null) {
      service.close();
    }
  }
}

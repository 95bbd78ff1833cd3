package dev.retrain.testkit.tck;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.spi.backend.RunKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;

/** The backend whose copies break the rules keeps them all. */
class SmallBackendTckTest extends BackendTck {

  @Override
  protected String name() {
    return SmallBackendProvider.NAME;
  }

  @Override
  protected Settings settings(Path place) {
    return Settings.of(Map.of("folder", Node.of(place.toString())));
  }

  @Override
  protected void keepSecret(Path place, SecretRef secret, String value) {
    SmallService.at(place, Clock.systemUTC()).secrets.put(secret.name(), value);
  }

  @Override
  protected void comesDue(Path place, String schedule) {
    SmallService.at(place, Clock.systemUTC()).due(schedule, Instant.parse("2001-02-03T03:00:00Z"));
  }

  @Override
  protected Runnable hideNewRuns(Path place) {
    return SmallService.at(place, Clock.systemUTC()).hideNewRuns();
  }

  @Override
  protected boolean takeName(Path place, RunKey key) {
    SmallService.at(place, Clock.systemUTC()).takeName(key);
    return true;
  }

  @Override
  protected OptionalInt pageSize() {
    return OptionalInt.of(2);
  }
}

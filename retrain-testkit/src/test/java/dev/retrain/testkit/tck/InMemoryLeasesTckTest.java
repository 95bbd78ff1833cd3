package dev.retrain.testkit.tck;

import dev.retrain.spi.state.Leases;
import dev.retrain.testkit.InMemoryLeases;
import java.nio.file.Path;
import java.time.Clock;

/** Leases within one process, held to the contract of leases. */
class InMemoryLeasesTckTest extends LeasesTck {

  @Override
  protected Leases leases(Path place, Clock time) {
    return new InMemoryLeases(time);
  }
}

package dev.retrain.cli;

import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.state.CreatedResource;
import dev.retrain.spi.state.ResourceLedger;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a store that is opened when something is recorded: most commands create nothing.
 */
final class StoreLedger implements ResourceLedger {

  private final String store;
  private @Nullable ResourceLedger ledger;

  StoreLedger(String store) {
    this.store = store;
  }

  private synchronized ResourceLedger opened() {
    ResourceLedger known = ledger;
    if (known == null) {
      @SuppressWarnings("resource") // stays open until the process ends
      JdbcStore opened = Stores.open(store);
      known = ResourceLedger.in(opened);
      ledger = known;
    }
    return known;
  }

  @Override
  public void add(CreatedResource resource) {
    opened().add(resource);
  }

  @Override
  public void put(CreatedResource resource) {
    opened().put(resource);
  }

  @Override
  public void remove(CreatedResource resource) {
    opened().remove(resource);
  }

  @Override
  public List<CreatedResource> of(String model) {
    return opened().of(model);
  }

  @Override
  public Set<String> models() {
    return opened().models();
  }
}

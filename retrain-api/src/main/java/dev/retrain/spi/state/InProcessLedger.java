package dev.retrain.spi.state;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A ledger that ends with its process. */
final class InProcessLedger implements ResourceLedger {

  private final List<CreatedResource> all = new CopyOnWriteArrayList<>();

  @Override
  public synchronized void add(CreatedResource resource) {
    if (all.stream().noneMatch(resource::isSame)) {
      all.add(resource);
    }
  }

  @Override
  public synchronized void put(CreatedResource resource) {
    remove(resource);
    all.add(resource);
  }

  @Override
  public synchronized void remove(CreatedResource resource) {
    all.removeIf(resource::isSame);
  }

  @Override
  public List<CreatedResource> of(String model) {
    return all.stream().filter(each -> each.model().equals(model)).toList();
  }

  @Override
  public Set<String> models() {
    return all.stream().map(CreatedResource::model).collect(Collectors.toSet());
  }
}

package dev.retrain.spi.state;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A ledger in a store: a state per model, which holds what is there now. */
final class StoredLedger implements ResourceLedger {

  private static final String PREFIX = "created/";
  private static final int TRIES = 50;

  private final StateStore store;

  StoredLedger(StateStore store) {
    this.store = store;
  }

  /** What a model has. */
  private record Entries(List<CreatedResource> resources) {
    static final Shape<Entries> SHAPE = shape();

    private static Shape<Entries> shape() {
      ObjectShape.Builder<Entries> all = ObjectShape.named("CreatedResources");
      var resources =
          all.required(
              "resources", Shapes.list(CreatedResource.shape()), Entries::resources, "there now");
      return all.build(f -> new Entries(f.get(resources)));
    }
  }

  @Override
  public void add(CreatedResource resource) {
    change(
        resource.model(),
        all -> all.stream().anyMatch(resource::isSame) ? all : with(all, resource));
  }

  @Override
  public void put(CreatedResource resource) {
    change(resource.model(), all -> with(without(all, resource), resource));
  }

  @Override
  public void remove(CreatedResource resource) {
    change(resource.model(), all -> without(all, resource));
  }

  private static List<CreatedResource> with(List<CreatedResource> all, CreatedResource more) {
    List<CreatedResource> next = new ArrayList<>(all);
    next.add(more);
    return List.copyOf(next);
  }

  private static List<CreatedResource> without(List<CreatedResource> all, CreatedResource one) {
    return all.stream().filter(each -> !each.isSame(one)).toList();
  }

  private void change(String model, UnaryOperator<List<CreatedResource>> edit) {
    String key = PREFIX + model;
    for (int i = 0; i < TRIES; i++) {
      Optional<StateStore.Snapshot> kept = store.load(key);
      List<CreatedResource> before = kept.map(s -> read(key, s)).orElse(List.of());
      List<CreatedResource> after = edit.apply(before);
      if (after.equals(before) || save(key, kept, after)) {
        return;
      }
    }
    throw new TransientFailure(
        "cannot record what is created for the model "
            + model
            + ": other processes saved first "
            + TRIES
            + " times");
  }

  private boolean save(
      String key, Optional<StateStore.Snapshot> kept, List<CreatedResource> after) {
    return store.saveIfUnchanged(
        key,
        kept.map(StateStore.Snapshot::version).orElse(0L),
        Documents.canonicalJson(Entries.SHAPE.write(new Entries(after))),
        List.of());
  }

  @Override
  public List<CreatedResource> of(String model) {
    String key = PREFIX + model;
    return store.load(key).map(kept -> read(key, kept)).orElse(List.of());
  }

  private static List<CreatedResource> read(String key, StateStore.Snapshot kept) {
    return DocumentReader.of(Entries.SHAPE, Documents.parse(kept.body(), key), key).resources();
  }

  @Override
  public Set<String> models() {
    Set<String> models = new TreeSet<>();
    store.keys(PREFIX).forEach(key -> models.add(key.substring(PREFIX.length())));
    return models;
  }
}

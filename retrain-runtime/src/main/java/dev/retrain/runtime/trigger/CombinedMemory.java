package dev.retrain.runtime.trigger;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.FlagSource;
import dev.retrain.api.source.MetricSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Splits the memory of a trigger among the triggers it is made of. */
final class CombinedMemory {

  private static final Shape<Map<String, String>> SHAPE = Shapes.map(Shapes.text());

  /** No id of a trigger. */
  private static final String HELD = "held firing";

  private final TriggerContext outer;
  private final Map<String, String> texts;
  private final Map<String, String> before;

  private CombinedMemory(TriggerContext outer, Map<String, String> texts) {
    this.outer = outer;
    this.texts = new TreeMap<>(texts);
    this.before = texts;
  }

  /**
   * Recalls what the parts of a trigger keep.
   *
   * @param ids of the parts by content; earlier builds kept it under their places
   */
  static CombinedMemory recall(TriggerContext context, List<String> ids) {
    Map<String, String> texts =
        context
            .recall()
            .map(json -> DocumentReader.of(SHAPE, Documents.parse(json, "memory"), "memory"))
            .orElse(Map.of());
    return new CombinedMemory(context, byContent(texts, ids));
  }

  private static Map<String, String> byContent(Map<String, String> texts, List<String> ids) {
    Map<String, String> moved = new TreeMap<>(texts);
    for (int place = 0; place < ids.size(); place++) {
      String text = moved.remove(Integer.toString(place));
      if (text != null) {
        moved.put(ids.get(place), text);
      }
    }
    String held = moved.get(HELD);
    moved.keySet().retainAll(ids);
    if (held != null) {
      moved.put(HELD, held);
    }
    return moved;
  }

  /** Returns the id of a firing of which no run came yet. */
  Optional<String> held() {
    return Optional.ofNullable(texts.get(HELD));
  }

  /** Keeps the id of a firing until a run comes of it, or forgets it. */
  void hold(Optional<String> firingId) {
    firingId.ifPresentOrElse(id -> texts.put(HELD, id), () -> texts.remove(HELD));
  }

  /** Checks triggers. */
  List<Signal> check(List<Trigger> triggers, List<String> ids) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < triggers.size(); i++) {
      signals.add(triggers.get(i).check(new Inner(ids.get(i))));
    }
    return signals;
  }

  void remember() {
    if (!texts.equals(before)) {
      outer.remember(Documents.canonicalJson(SHAPE.write(texts)));
    }
  }

  private final class Inner implements TriggerContext {
    private final String key;

    Inner(String key) {
      this.key = key;
    }

    @Override
    public String retraining() {
      return outer.retraining();
    }

    @Override
    public Instant now() {
      return outer.now();
    }

    @Override
    public Optional<Instant> lastLook() {
      return outer.lastLook();
    }

    @Override
    public Optional<ModelVersion> champion() {
      return outer.champion();
    }

    @Override
    public Optional<Instant> championSince() {
      return outer.championSince();
    }

    @Override
    public MetricSource metrics() {
      return outer.metrics();
    }

    @Override
    public DataWindows data() {
      return outer.data();
    }

    @Override
    public FlagSource flags() {
      return outer.flags();
    }

    @Override
    public Optional<String> recall() {
      return Optional.ofNullable(texts.get(key));
    }

    @Override
    public void remember(String memory) {
      texts.put(key, memory);
    }
  }
}

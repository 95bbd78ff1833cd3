package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.backend.RunKey;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A run that was decided on, complete before it is asked for, so that asking again asks for the
 * same.
 *
 * @param key names it
 * @param mode how much is trained
 * @param reason why it was decided on
 * @param inputs what it is given
 */
public record PlannedRun(RunKey key, RetrainMode mode, String reason, Inputs inputs) {

  /**
   * What a run is given.
   *
   * @param dataVersion what data it works on
   * @param parameters of the pipeline, defaults left out
   * @param champion the version that is live; empty before the first
   * @param tags for everything created
   * @param provenance where it comes from, for the decision log
   */
  public record Inputs(
      String dataVersion,
      Map<String, String> parameters,
      Optional<String> champion,
      Map<String, String> tags,
      Node.Mapping provenance) {
    /** Where nothing versions the data. */
    public static final String NO_VERSION = "none";

    private static final Node.Mapping NO_PROVENANCE = Node.of(Map.of());

    /** Creates inputs of unknown origin. */
    public Inputs(
        String dataVersion,
        Map<String, String> parameters,
        Optional<String> champion,
        Map<String, String> tags) {
      this(dataVersion, parameters, champion, tags, NO_PROVENANCE);
    }

    /** Returns the provenance as evidence, where there is any. */
    Node.Mapping origin() {
      return provenance.entries().isEmpty()
          ? provenance
          : Facts.NONE.with("provenance", provenance).toNode();
    }

    /** Returns whether the data has a version that two runs can be compared by. */
    boolean versioned() {
      return !dataVersion.equals(NO_VERSION);
    }

    /** Copies the maps. */
    public Inputs {
      requireNonNull(dataVersion);
      parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
      requireNonNull(champion);
      tags = Collections.unmodifiableMap(new TreeMap<>(tags));
      requireNonNull(provenance);
    }
  }

  private static final String ELSEWHERE = "began elsewhere";
  private static final String UNKNOWN_VERSION = "unknown";
  private static final Shape<PlannedRun> SHAPE = makeShape();

  /** Checks that nothing is missing. */
  public PlannedRun {
    requireNonNull(key);
    requireNonNull(mode);
    requireNonNull(reason);
    requireNonNull(inputs);
  }

  /** Creates the plan of a run that began elsewhere, of which only its key is known. */
  static PlannedRun adopted(RunKey key) {
    return new PlannedRun(
        key,
        RetrainMode.BATCH,
        ELSEWHERE,
        new Inputs(UNKNOWN_VERSION, Map.of(), Optional.empty(), Map.of()));
  }

  /** Returns whether it began elsewhere, so that it cannot be submitted again. */
  boolean isAdopted() {
    return reason.equals(ELSEWHERE) && inputs.dataVersion().equals(UNKNOWN_VERSION);
  }

  static Shape<PlannedRun> shape() {
    return SHAPE;
  }

  private static Shape<PlannedRun> makeShape() {
    ObjectShape.Builder<PlannedRun> all = ObjectShape.named("Run");
    var key =
        all.required(
            "key", Shapes.text().as(RunKey::new, RunKey::value), PlannedRun::key, "names it");
    var mode = all.required("mode", Shapes.choice(RetrainMode.class), PlannedRun::mode, "how much");
    var reason = all.required("reason", Shapes.text(), PlannedRun::reason, "why");
    var inputs = all.required("inputs", inputsShape(), PlannedRun::inputs, "given");
    return all.build(f -> new PlannedRun(f.get(key), f.get(mode), f.get(reason), f.get(inputs)));
  }

  private static Shape<Inputs> inputsShape() {
    Shape<Map<String, String>> texts = Shapes.map(Shapes.text());
    ObjectShape.Builder<Inputs> all = ObjectShape.named("RunInputs");
    var data = all.required("dataVersion", Shapes.text(), Inputs::dataVersion, "worked on");
    var parameters = all.optional("parameters", texts, Map.of(), Inputs::parameters, "given");
    var champion = all.maybe("champion", Shapes.text(), Inputs::champion, "live");
    var tags = all.optional("tags", texts, Map.of(), Inputs::tags, "for all created");
    var provenance =
        all.optional(
            "provenance",
            Shapes.any().as(PlannedRun::mapping, mapping -> mapping),
            Inputs.NO_PROVENANCE,
            Inputs::provenance,
            "where it comes from");
    return all.build(
        f ->
            new Inputs(
                f.get(data), f.get(parameters), f.find(champion), f.get(tags), f.get(provenance)));
  }

  private static Node.Mapping mapping(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw new IllegalArgumentException("provenance is a mapping, not " + node.kind());
  }
}

package dev.retrain.runtime.batch;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.serving.OutcomeMetric;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.state.StateStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Keeps the scores of a model that scores batches: the deployer of {@link
 * dev.retrain.api.rollout.Target.RegistryAlias}.
 *
 * <p>A scoring job reads from {@link #versions} (or {@code plan.json}) which versions must score a
 * batch, and writes the scores of each; those of {@link #live} are used. While a challenger is
 * rolled out both versions score the same batch and are compared on the same rows; then the alias
 * moves, the next batch is observed, and the alias moves back if that one is worse. Labels may
 * arrive later, once per batch. Thread-safe; several processes may share folder and store.
 */
public final class BatchScores implements Deployer {

  private static final int TRIES = 50;

  private final String key;
  private final StateStore store;
  private final BatchFolder files;
  private final Map<String, OutcomeMetric> metrics;

  private BatchScores(
      String key, StateStore store, BatchFolder files, Map<String, OutcomeMetric> metrics) {
    this.key = key;
    this.store = requireNonNull(store);
    this.files = files;
    this.metrics = Map.copyOf(metrics);
  }

  /**
   * Returns the batches of a model whose scores are probabilities of the label 1.
   *
   * @param folder folder with one folder per batch
   */
  public static BatchScores of(String model, StateStore store, Path folder) {
    return new BatchScores(
        "batches/" + model, store, new BatchFolder(folder), OutcomeMetric.binary());
  }

  /** Returns a copy with other metrics of score and label. */
  public BatchScores metrics(Map<String, OutcomeMetric> byName) {
    return new BatchScores(key, store, files, byName);
  }

  /** Returns the version whose scores are used; empty before the first is live. */
  public Optional<String> live() {
    return load().traffic().flatMap(BatchScores::live);
  }

  /** Returns the versions that score the next batch, the live one first. */
  public List<String> versions() {
    return load()
        .traffic()
        .map(
            split ->
                Stream.concat(live(split).stream(), split.mirrored().keySet().stream()).toList())
        .orElse(List.of());
  }

  /**
   * Writes the scores of a version for a batch, all at once.
   *
   * @param scores score by row id; NaN for a row it could not score
   */
  public void scored(String batch, String version, Map<String, Double> scores) {
    files.write(batch, version, scores);
  }

  /** Writes the labels of a batch, once, when they are complete. */
  public void labelled(String batch, Map<String, Double> labels) {
    files.writeLabels(batch, labels);
  }

  @Override
  public void prepare(ApprovedModel model) {
    change(state -> state.with(model.version()));
  }

  @Override
  public void route(TrafficSplit split) {
    String live =
        live(split)
            .orElseThrow(
                () ->
                    new PermanentFailure(
                        "cannot route " + split + ": the scores of a batch come from one version",
                        FailureContext.hint(
                            "Mirror all of it to let a second version score it in parallel."),
                        null));
    List<String> mirrored = List.copyOf(split.mirrored().keySet());
    BatchState after =
        change(
            state -> {
              Stream.concat(Stream.of(live), mirrored.stream())
                  .filter(version -> !state.versions().containsKey(version))
                  .findFirst()
                  .ifPresent(
                      version -> {
                        throw new PermanentFailure(
                            "cannot route %s: version %s was never prepared"
                                .formatted(split, version));
                      });
              return state.with(split);
            });
    files.plan(after.traffic().flatMap(BatchScores::live).orElse(live), mirrored);
  }

  private static Optional<String> live(TrafficSplit split) {
    return split.live().entrySet().stream()
        .filter(share -> share.getValue().equals(Percent.ALL))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public Optional<Traffic> traffic() {
    return load().traffic().map(Traffic.Settled::new);
  }

  /** Counts what was scored and labelled since the last look, and returns the sums. */
  @Override
  public Map<String, VersionHealth> health(HealthQuery query) {
    Map<String, VersionHealth> health = new TreeMap<>();
    change(this::count).versions().forEach((name, scored) -> health.put(name, scored.health()));
    return health;
  }

  private BatchState count(BatchState state) {
    List<String> batches = files.batches();
    Optional<String> live = state.traffic().flatMap(BatchScores::live);
    Map<String, ScoredVersion> newer = new TreeMap<>(state.versions());
    newer.replaceAll(
        (version, scored) -> {
          ScoredVersion sum = scored;
          for (String batch : batches) {
            sum = comparison(batch, version, count(batch, version, sum, live));
          }
          return sum;
        });
    return state.with(newer);
  }

  private ScoredVersion count(
      String batch, String version, ScoredVersion scored, Optional<String> live) {
    boolean scoredNow = !scored.batches().contains(batch) && files.isScored(batch, version);
    boolean known = scoredNow || scored.batches().contains(batch);
    boolean labelledNow = known && !scored.labelled().contains(batch) && files.isLabelled(batch);
    if (!scoredNow && !labelledNow) {
      return scored;
    }
    Map<String, Double> scores = files.scoresOf(batch, version);
    ScoredVersion sum = scored;
    if (scoredNow) {
      long failed = scores.values().stream().filter(score -> score.isNaN()).count();
      sum = sum.plus(batch, scores.size(), failed);
      Optional<String> other = live.filter(name -> !name.equals(version));
      sum =
          other.isPresent()
              ? sum.compared(batch, BatchComparison.with(other.get()), Map.of())
              : sum;
    }
    return labelledNow ? sum.plus(batch, outcomes(scores, files.labelsOf(batch))) : sum;
  }

  private Map<String, OutcomeTotals> outcomes(
      Map<String, Double> scores, Map<String, Double> labels) {
    RowSums sums = new RowSums(metrics);
    scores.forEach((id, score) -> sums.add(score, labels.getOrDefault(id, Double.NaN)));
    return sums.totals();
  }

  /** Compares a batch row by row with the version that was live, once both have scored it. */
  private ScoredVersion comparison(String batch, String version, ScoredVersion scored) {
    BatchComparison comparison = scored.comparisons().get(batch);
    if (comparison == null || comparison.labelled() || !files.isScored(batch, comparison.live())) {
      return scored;
    }
    boolean labelledNow = scored.labelled().contains(batch);
    if (comparison.scored() && !labelledNow) {
      return scored;
    }
    Map<String, Double> scores = files.scoresOf(batch, version);
    Map<String, Double> liveScores = files.scoresOf(batch, comparison.live());
    Map<String, Double> labels = labelledNow ? files.labelsOf(batch) : Map.of();
    RowSums sums = new RowSums(metrics);
    scores.forEach(
        (id, score) -> {
          Double other = liveScores.get(id);
          if (other != null) {
            sums.add(score, other, labels.getOrDefault(id, Double.NaN), !comparison.scored());
          }
        });
    return scored.compared(
        batch, new BatchComparison(comparison.live(), true, labelledNow), sums.totals());
  }

  @Override
  public void retire(String version) {
    change(
        state -> {
          if (state
              .traffic()
              .filter(
                  split ->
                      split.share(version).value() > 0 || split.mirrored().containsKey(version))
              .isPresent()) {
            throw new PermanentFailure(
                "cannot retire version " + version + ": it scores the next batch");
          }
          return state.without(version);
        });
  }

  private BatchState load() {
    return store.load(key).map(this::parse).orElse(BatchState.EMPTY);
  }

  private BatchState change(UnaryOperator<BatchState> change) {
    for (int i = 0; i < TRIES; i++) {
      Optional<StateStore.Snapshot> kept = store.load(key);
      BatchState before = kept.map(this::parse).orElse(BatchState.EMPTY);
      BatchState after = change.apply(before);
      long version = kept.map(StateStore.Snapshot::version).orElse(0L);
      if (after.equals(before)
          || store.saveIfUnchanged(
              key,
              version,
              Documents.canonicalJson(BatchState.SHAPE.write(after)),
              new ArrayList<>())) {
        return after;
      }
    }
    throw new TransientFailure(
        "cannot change " + key + ": others changed it during " + TRIES + " tries");
  }

  private BatchState parse(StateStore.Snapshot kept) {
    return DocumentReader.of(BatchState.SHAPE, Documents.parse(kept.body(), key), key);
  }

  /** Does nothing; files and counts stay. */
  @Override
  public void close() {}
}

package dev.retrain.backend.local;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.backend.local.RunResult.Failure;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.registry.ModelRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the folders of runs, whichever process drives them. */
final class Runs {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  private final Path artifactRoot;
  private final ModelRegistry registry;
  private final Drivers drivers;
  private final Map<String, Identity> identities = new ConcurrentHashMap<>();

  Runs(Path artifactRoot, ModelRegistry registry, Drivers drivers) {
    this.artifactRoot = artifactRoot;
    this.registry = registry;
    this.drivers = drivers;
  }

  /** Returns the folder of a key, in whichever pipeline it is. */
  Optional<RunFolder> find(RunKey key) {
    return folders(artifactRoot).stream()
        .map(pipeline -> RunFolder.of(artifactRoot, name(pipeline), key))
        .filter(RunFolder::exists)
        .findFirst();
  }

  /** Returns whether a run of a key has started, has no known end, and is driven by no process. */
  boolean isLeft(String pipeline, RunKey key) {
    RunFolder folder = RunFolder.of(artifactRoot, pipeline, key);
    try {
      return folder.exists()
          && !folder.isOwned()
          && !folder.hasEnded()
          && drivers.unrecorded(key).isEmpty();
    } catch (IOException e) {
      throw new TransientFailure(
          "cannot tell whether a process drives the run " + key + ": " + e, e);
    }
  }

  /** Returns the folder of a handle; empty when it names no run here. */
  Optional<RunFolder> of(RunHandle handle) {
    int slash = handle.nativeId().indexOf('/');
    String pipeline = slash < 0 ? "" : handle.nativeId().substring(0, slash);
    if (!NAME.matcher(pipeline).matches()) {
      return Optional.empty();
    }
    return Optional.of(RunFolder.of(artifactRoot, pipeline, handle.key()))
        .filter(RunFolder::exists);
  }

  RunStatus status(RunHandle handle) {
    return of(handle)
        .map(this::status)
        .orElseGet(
            () ->
                new RunStatus.Lost(
                    "there is no run " + handle.nativeId() + " below " + artifactRoot));
  }

  private RunStatus status(RunFolder folder) {
    try {
      // Looked at before the result: a run that ends in between is found ended, not lost.
      boolean owned = folder.isOwned();
      Optional<RunResult> result = folder.result();
      if (result.isPresent()) {
        return ended(result.get());
      }
      Optional<Failure> unrecorded = drivers.unrecorded(folder.key());
      if (unrecorded.isPresent()) {
        return failed(unrecorded.get());
      }
      if (!owned) {
        RunHistory history = RunHistory.of(folder.journal().read());
        return Leftovers.isAnyStepRunning(history)
            ? new RunStatus.Running()
            : new RunStatus.Lost(whyLost(history));
      }
      return folder.journal().hasBegun() ? new RunStatus.Running() : new RunStatus.Pending();
    } catch (IOException e) {
      throw new TransientFailure("cannot read the state of the run " + folder.key() + ": " + e, e);
    }
  }

  private static String whyLost(RunHistory history) {
    return history
            .owner()
            .map(
                owner ->
                    owner.find().isPresent()
                        ? "the process " + owner.pid() + " that drove it has given it up"
                        : "the process " + owner.pid() + " that drove it is gone")
            .orElse("it was accepted and never driven")
        + "; submit its key again to take it up where it stood";
  }

  private RunStatus ended(RunResult result) {
    return switch (result.outcome()) {
      case SUCCEEDED ->
          new RunStatus.Succeeded(
              new RunStatus.RunOutputs(
                  result.artifacts(),
                  result.metrics(),
                  result.registered().flatMap(v -> registry.version(v.model(), v.version()))));
      case REJECTED ->
          new RunStatus.Rejected(
              result.metrics(), result.gate().map(RunResult.GateDecision::why).orElse(""));
      case UNDECIDED ->
          new RunStatus.Undecided(
              result.metrics(), result.gate().map(RunResult.GateDecision::why).orElse(""));
      case FAILED -> failed(result.failure().orElseGet(() -> Failure.of("for no known reason")));
      case CANCELLED -> new RunStatus.Cancelled();
    };
  }

  private static RunStatus failed(Failure failure) {
    List<URI> links = failure.log().map(List::of).orElse(List.of());
    return new RunStatus.Failed(failure.step(), failure.why(), failure.logTail(), links);
  }

  List<StepRun> steps(RunHandle handle) {
    Optional<RunFolder> folder = of(handle);
    if (folder.isEmpty()) {
      return List.of();
    }
    try {
      return RunHistory.of(folder.get().journal().read())
          .steps(folder.get().submission().submission().pipeline());
    } catch (IOException e) {
      throw new TransientFailure("cannot read the steps of the run " + handle.key() + ": " + e, e);
    }
  }

  /** Returns the runs of a model, in whichever pipelines they are, newest first. */
  List<RunSummary> list(String model, Instant since) {
    List<RunSummary> all = new ArrayList<>();
    for (Path pipeline : folders(artifactRoot)) {
      for (Path path : folders(pipeline)) {
        RunFolder folder = RunFolder.of(artifactRoot, name(pipeline), new RunKey(name(path)));
        identity(folder)
            .filter(run -> run.model().equals(model) && !run.created().isBefore(since))
            .ifPresent(run -> all.add(summary(folder, run)));
      }
    }
    all.sort(Comparator.comparing(RunSummary::started).reversed());
    return List.copyOf(all);
  }

  /** What never changes of a run, kept because reading it again and again takes long. */
  private record Identity(
      Instant created, String model, String definition, Map<String, String> tags) {}

  private Optional<Identity> identity(RunFolder folder) {
    Identity known = identities.get(folder.handle().nativeId());
    if (known == null && folder.exists()) {
      RecordedSubmission recorded = folder.submission();
      Pipeline pipeline = recorded.submission().pipeline();
      known =
          new Identity(
              recorded.created(),
              RunSummary.model(pipeline),
              pipeline.contentHash(),
              recorded.submission().tags());
      identities.put(folder.handle().nativeId(), known);
    }
    return Optional.ofNullable(known).filter(run -> folder.exists());
  }

  private RunSummary summary(RunFolder folder, Identity run) {
    return new RunSummary(
        folder.handle().nativeId(),
        Optional.of(folder.key()),
        folder.pipeline(),
        run.created(),
        status(folder),
        run.tags(),
        Optional.of(run.model()),
        Optional.of(run.definition()));
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }

  private static List<Path> folders(Path top) {
    if (!Files.isDirectory(top)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(top)) {
      return all.filter(path -> NAME.matcher(name(path)).matches())
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new TransientFailure("cannot list the runs below " + top + ": " + e, e);
    }
  }
}

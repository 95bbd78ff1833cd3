package dev.retrain.testkit.tck;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.Submission;
import dev.retrain.testkit.InMemoryModelRegistry;
import dev.retrain.testkit.InMemorySchedules;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What would be somewhere else: it outlives the backends that are opened on it. */
final class SmallService {

  private static final Map<Path, SmallService> PLACES = new ConcurrentHashMap<>();

  final Path folder;
  final Clock clock;
  final InMemoryModelRegistry registry;
  final InMemorySchedules schedules = new InMemorySchedules();
  final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final List<SmallRun> runs = new ArrayList<>();
  private final Set<String> strangers = ConcurrentHashMap.newKeySet();
  private final Set<RunKey> hidden = ConcurrentHashMap.newKeySet();
  private volatile boolean hides;

  private SmallService(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
    this.registry = new InMemoryModelRegistry(clock);
  }

  static SmallService at(Path folder, Clock clock) {
    return PLACES.computeIfAbsent(folder, path -> new SmallService(path, clock));
  }

  synchronized SmallRun begin(Submission submission) {
    return byKey(submission.key())
        .orElseGet(
            () -> {
              SmallRun run =
                  new SmallRun(
                      this,
                      submission,
                      new RunHandle(submission.key(), "small-" + runs.size()),
                      clock.instant());
              if (strangers.contains(submission.key().value())) {
                throw new PermanentFailure(
                    "a stranger's run has the name " + submission.key() + " already");
              }
              if (hides) {
                hidden.add(submission.key());
              }
              runs.add(0, run);
              run.start();
              return run;
            });
  }

  /** Takes a name for a run that was created by other means. */
  void takeName(RunKey key) {
    strangers.add(key.value());
  }

  /** Shows no run that is created from now on, until the result is run. */
  Runnable hideNewRuns() {
    hides = true;
    return () -> {
      hides = false;
      hidden.clear();
    };
  }

  boolean isHidden(RunKey key) {
    return hidden.contains(key);
  }

  /** Begins the run of a schedule; an instant is one run, however often it comes. */
  synchronized SmallRun due(String name, Instant instant) {
    RunSchedule schedule = schedules.given(name).orElseThrow();
    Map<String, String> tags = new TreeMap<>(schedule.tags());
    tags.put(RunSchedule.TAG, name);
    return begin(
        Submission.of(
                schedule.pipeline(),
                RunKey.of(name, instant.toString(), 1),
                schedule.parameters(),
                schedule.mode(),
                "unknown",
                "schedule " + name)
            .withTags(tags));
  }

  synchronized Optional<SmallRun> byKey(RunKey key) {
    return runs.stream().filter(run -> run.handle.key().equals(key)).findFirst();
  }

  synchronized Optional<SmallRun> byId(String nativeId) {
    return runs.stream().filter(run -> run.handle.nativeId().equals(nativeId)).findFirst();
  }

  synchronized List<SmallRun> newestFirst() {
    return List.copyOf(runs);
  }
}

package dev.retrain.backend.local;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.ScheduleSummary;
import dev.retrain.spi.backend.Submission;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * A schedule as its file holds it.
 *
 * @param given as it was put
 * @param since its last time whose run has started; before the first, when it was put
 */
record KeptSchedule(RunSchedule given, Instant since) {

  static final Shape<KeptSchedule> SHAPE = shape();

  ScheduleSummary summary() {
    return ScheduleSummary.of(given, "schedule/" + given.name());
  }

  /**
   * Returns the newest time that is due and whose run has not started; earlier ones are skipped.
   */
  Optional<Instant> due(Instant now) {
    return CronTimes.of(given.cron(), given.zone()).latest(now).filter(time -> time.isAfter(since));
  }

  /** Returns the key of the one run of a time, whichever process starts it. */
  RunKey key(Instant time) {
    return RunKey.of(given.name(), "schedule/" + time, 1);
  }

  /** Returns the submission of a time; what it reads from elsewhere counts as new each time. */
  Submission submission(Instant time, Optional<ModelVersion> champion) {
    return Submission.of(
            given.pipeline(),
            key(time),
            given.parameters(),
            given.mode(),
            time.toString(),
            "schedule " + given.name() + " at " + time)
        .withTags(given.tags())
        .withTags(Map.of(RunSchedule.TAG, given.name()))
        .withChampion(champion);
  }

  private static Shape<KeptSchedule> shape() {
    Shape<Map<String, String>> texts = Shapes.map(Shapes.text());
    ObjectShape.Builder<KeptSchedule> all = ObjectShape.named("KeptSchedule");
    var since =
        all.required("since", Shapes.instant(), KeptSchedule::since, "its last started time");
    var name = all.required("name", Shapes.text(), s -> s.given().name(), "of the schedule");
    var pipeline =
        all.required("pipeline", Pipeline.shape(), s -> s.given().pipeline(), "what is run");
    var cron = all.required("cron", Shapes.text(), s -> s.given().cron(), "five fields");
    var zone =
        all.required(
            "zone", Shapes.text().as(ZoneId::of, ZoneId::getId), s -> s.given().zone(), "whose");
    var parameters =
        all.optional("parameters", texts, Map.of(), s -> s.given().parameters(), "every one");
    var mode =
        all.required("mode", Shapes.choice(RetrainMode.class), s -> s.given().mode(), "how much");
    var tags = all.optional("tags", texts, Map.of(), s -> s.given().tags(), "of its runs");
    return all.build(
        f ->
            new KeptSchedule(
                new RunSchedule(
                    f.get(name),
                    f.get(pipeline),
                    f.get(cron),
                    f.get(zone),
                    f.get(parameters),
                    f.get(mode),
                    f.get(tags)),
                f.get(since)));
  }
}

package dev.retrain.runtime.resource;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.TriggerRule;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.trigger.CronTrigger;
import dev.retrain.runtime.trigger.TriggerIds;
import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.ScheduleSummary;
import dev.retrain.spi.backend.Schedules;
import dev.retrain.spi.state.CreatedResource;
import dev.retrain.spi.state.CreatedResource.Kind;
import dev.retrain.spi.state.ResourceLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Keeps the schedules that cron triggers leave to the backend as the policy has them, and notes
 * what others change. The service is authoritative: a schedule that was edited or deleted there is
 * noted once and left so until the policy is edited.
 */
public final class BackendSchedules {

  private static final String RULE = "schedule";
  private static final int LONGEST_NAME = 40;
  private static final int HASH = 8;
  private static final String ABSENT = "absent";

  /** The detail of an entry for a schedule that the loop did not create. */
  private static final String FOREIGN = "foreign";

  private final ResourceLedger ledger;
  private final Schedules schedules;
  private final String backend;

  /**
   * Creates the comparison.
   *
   * @param backend its name
   */
  public BackendSchedules(ResourceLedger ledger, Schedules schedules, String backend) {
    this.ledger = ledger;
    this.schedules = schedules;
    this.backend = backend;
  }

  /** Returns whether a policy leaves a trigger to the backend. */
  public static boolean isUsed(LoopPolicy policy) {
    return policy.triggers().stream().anyMatch(BackendSchedules::isScheduled);
  }

  private static boolean isScheduled(TriggerRule rule) {
    return rule.trigger() instanceof CronTrigger cron
        && cron.scheduledBy() == CronTrigger.Scheduler.BACKEND;
  }

  /**
   * What is known of a schedule.
   *
   * @param wanted a hash of what the policy wants; {@link #FOREIGN} for one of others
   * @param seen a hash of what the service showed last; empty before it was created
   */
  private record Known(String wanted, String seen) {
    static Known parse(String detail) {
      String[] parts = detail.split(" ", 2);
      return new Known(parts[0], parts.length > 1 ? parts[1] : "");
    }

    String detail() {
      return seen.isEmpty() ? wanted : wanted + " " + seen;
    }
  }

  /**
   * Compares and creates.
   *
   * @param log receives what was changed, by the policy or by others
   */
  public void reconcile(LoopPolicy policy, Instant now, Consumer<Decision> log) {
    Optional<Retraining> training = policy.training();
    if (training.isEmpty()) {
      return;
    }
    Notes notes = new Notes(policy, now, log);
    List<RunSchedule> wanted = wanted(training.get());
    Map<String, CreatedResource> entries = entries(policy);
    wanted.forEach(
        schedule -> one(schedule, Optional.ofNullable(entries.get(schedule.name())), notes));
    Set<String> names = wanted.stream().map(RunSchedule::name).collect(Collectors.toSet());
    entries.values().stream()
        .filter(entry -> !names.contains(entry.id()))
        .forEach(entry -> dropped(entry, notes));
    doubled(training.get(), names, entries, notes);
  }

  private Map<String, CreatedResource> entries(LoopPolicy policy) {
    Map<String, CreatedResource> entries = new TreeMap<>();
    ledger.of(policy.model()).stream()
        .filter(entry -> entry.kind() == Kind.SCHEDULE && entry.backend().equals(backend))
        .forEach(entry -> entries.put(entry.id(), entry));
    return entries;
  }

  private static List<RunSchedule> wanted(Retraining retraining) {
    List<RunSchedule> all = new ArrayList<>();
    List<String> ids = TriggerIds.of(retraining.triggers());
    for (int i = 0; i < ids.size(); i++) {
      TriggerRule rule = retraining.triggers().get(i);
      if (isScheduled(rule)) {
        CronTrigger cron = (CronTrigger) rule.trigger();
        Map<String, String> tags = new TreeMap<>(retraining.pipeline().tags());
        tags.putAll(retraining.tags());
        tags.put(Retrainer.RETRAINING_TAG, retraining.name());
        all.add(
            new RunSchedule(
                name(retraining.name(), ids.get(i)),
                retraining.pipeline(),
                cron.expression(),
                cron.zone(),
                Map.of(),
                rule.mode(),
                tags));
      }
    }
    return all;
  }

  /** Returns the name by which every process of the retraining knows the schedule of a trigger. */
  private static String name(String retraining, String trigger) {
    String hash = Documents.sha256(retraining + "\n" + trigger).substring(0, HASH);
    int length = Math.min(retraining.length(), LONGEST_NAME - HASH - 1);
    return retraining.substring(0, length).replaceAll("-+$", "").replaceAll("-+", "-") + "-" + hash;
  }

  private void one(RunSchedule schedule, Optional<CreatedResource> entry, Notes notes) {
    String want = hash(schedule);
    Known known = entry.map(CreatedResource::detail).map(Known::parse).orElse(new Known("", ""));
    if (!known.wanted().equals(want) || known.seen().isEmpty()) {
      create(schedule, want, known.seen().isEmpty() ? "created" : "changed", notes);
      return;
    }
    Optional<ScheduleSummary> found = schedules.find(schedule.name());
    String seen = found.map(BackendSchedules::hash).orElse(ABSENT);
    if (!seen.equals(known.seen())) {
      notes.make(
          found.isEmpty()
              ? "the schedule " + schedule.name() + " was deleted at the service"
              : "the schedule " + schedule.name() + " was edited at the service",
          found
                  .map(now -> "it starts runs at " + now.cron() + " in " + now.zone())
                  .orElse("it starts no runs")
              + "; the policy says "
              + schedule.cron()
              + " in "
              + schedule.zone(),
          schedule.name());
      ledger.put(entry.orElseThrow().withDetail(new Known(want, seen).detail()));
    }
  }

  private void create(RunSchedule schedule, String want, String what, Notes notes) {
    CreatedResource entry = notes.entry(schedule.name(), schedule.tags(), want);
    ledger.put(entry); // before it is created: a process may end in between
    ScheduleSummary created = schedules.put(schedule);
    notes.make(
        "the schedule " + schedule.name() + " is " + what,
        "the backend starts runs at " + schedule.cron() + " in " + schedule.zone(),
        schedule.name());
    ledger.put(entry.withDetail(new Known(want, hash(created)).detail()));
  }

  /**
   * Deletes what the policy no longer wants; what others made is only forgotten once it is gone.
   */
  private void dropped(CreatedResource entry, Notes notes) {
    if (Known.parse(entry.detail()).wanted().equals(FOREIGN)) {
      if (schedules.find(entry.id()).isEmpty()) {
        ledger.remove(entry);
      }
      return;
    }
    schedules.delete(entry.id());
    notes.make(
        "the schedule " + entry.id() + " is deleted",
        "the policy leaves no trigger of it to the backend",
        entry.id());
    ledger.remove(entry);
  }

  private void doubled(
      Retraining retraining, Set<String> own, Map<String, CreatedResource> entries, Notes notes) {
    for (ScheduleSummary found : schedules.list(retraining.pipeline().name())) {
      boolean same = retraining.name().equals(found.tags().get(Retrainer.RETRAINING_TAG));
      if (same && !own.contains(found.name()) && !entries.containsKey(found.name())) {
        notes.make(
            "the schedule " + found.name() + " starts runs of this retraining as well",
            "it was made elsewhere and carries the tag "
                + Retrainer.RETRAINING_TAG
                + "; its runs are adopted. Delete it at the service if it is a copy",
            found.name());
        ledger.put(notes.entry(found.name(), found.tags(), FOREIGN + " " + hash(found)));
      }
    }
  }

  private static String hash(RunSchedule schedule) {
    return hash(ScheduleSummary.of(schedule, ""));
  }

  /** Returns a hash of everything that others can edit. */
  private static String hash(ScheduleSummary schedule) {
    String text =
        String.join(
            "\n",
            schedule.pipeline(),
            schedule.contentHash(),
            schedule.cron(),
            schedule.zone().getId(),
            schedule.parameters().toString(),
            schedule.tags().toString());
    return Documents.sha256(text).substring(0, HASH * 2);
  }

  /** Makes entries and decisions of one retraining. */
  private final class Notes {
    private final LoopPolicy policy;
    private final Instant now;
    private final Consumer<Decision> log;

    Notes(LoopPolicy policy, Instant now, Consumer<Decision> log) {
      this.policy = policy;
      this.now = now;
      this.log = log;
    }

    CreatedResource entry(String name, Map<String, String> tags, String detail) {
      return new CreatedResource(Kind.SCHEDULE, backend, name, policy.model(), now, tags, detail);
    }

    void make(String what, String why, String schedule) {
      Node.Mapping evidence = Facts.NONE.with("schedule", schedule).toNode();
      log.accept(
          new Decision(
              policy.name(),
              now,
              Decision.Kind.SCHEDULED,
              RULE,
              what,
              why,
              evidence,
              Optional.empty(),
              Optional.empty()));
    }
  }
}

package dev.retrain.cli;

import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.StepUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a run as JSON. */
final class RunDocument {

  private RunDocument() {}

  static Node of(RunHandle run, RunStatus status, List<StepRun> steps, boolean existed) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("run", Node.of(run.key().value()));
    document.put("id", Node.of(run.nativeId()));
    document.put("existed", Node.of(existed));
    document.put("status", Node.of(status.word()));
    describe(status, document);
    document.put(
        "links",
        Node.of(RunText.links(status).stream().map(link -> Node.of(link.toString())).toList()));
    document.put("steps", Node.of(steps.stream().map(RunDocument::step).toList()));
    return Node.of(document);
  }

  private static void describe(RunStatus status, Map<String, Node> document) {
    if (status instanceof RunStatus.Succeeded succeeded) {
      document.put("metrics", numbers(succeeded.outputs().metrics()));
      Map<String, Node> artifacts = new LinkedHashMap<>();
      succeeded
          .outputs()
          .artifacts()
          .forEach((name, uri) -> artifacts.put(name, Node.of(uri.toString())));
      document.put("artifacts", Node.of(artifacts));
      succeeded
          .outputs()
          .registered()
          .ifPresent(version -> document.put("registered", Node.of(version.toString())));
    } else if (status instanceof RunStatus.Rejected rejected) {
      document.put("metrics", numbers(rejected.metrics()));
      document.put("why", Node.of(rejected.why()));
    } else if (status instanceof RunStatus.Undecided undecided) {
      document.put("metrics", numbers(undecided.metrics()));
      document.put("why", Node.of(undecided.why()));
    } else if (status instanceof RunStatus.Failed failed) {
      failed.step().ifPresent(step -> document.put("failedStep", Node.of(step)));
      document.put("why", Node.of(failed.why()));
      document.put("logTail", Node.of(failed.logTail().stream().map(Node::of).toList()));
    } else if (status instanceof RunStatus.Lost lost) {
      document.put("why", Node.of(lost.why()));
    } else if (status instanceof RunStatus.Unknown unknown) {
      document.put("why", Node.of(unknown.nativeState()));
    }
  }

  private static Node numbers(Map<String, Double> values) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    values.forEach((name, value) -> nodes.put(name, Node.of(value)));
    return Node.of(nodes);
  }

  private static Node usage(StepUsage usage) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("machine", Node.of(usage.machine()));
    document.put("count", Node.of((long) usage.count()));
    document.put("duration", Node.of(Durations.format(usage.duration())));
    document.put("basis", Node.of(usage.basis().name().toLowerCase(Locale.ROOT)));
    return Node.of(document);
  }

  private static Node step(StepRun step) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("step", Node.of(step.step()));
    document.put("state", Node.of(RunText.word(step.state())));
    document.put("attempts", Node.of((long) step.attempts()));
    step.started().ifPresent(at -> document.put("started", Node.of(at.toString())));
    step.ended().ifPresent(at -> document.put("ended", Node.of(at.toString())));
    step.message().ifPresent(text -> document.put("message", Node.of(text)));
    step.usage().ifPresent(usage -> document.put("usage", usage(usage)));
    return Node.of(document);
  }
}

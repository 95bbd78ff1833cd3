package dev.retrain.testkit.tck;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.pipeline.Wiring;
import java.util.ArrayList;
import java.util.List;

/** A step under another name, with outputs of its own, so that steps of one kind fit together. */
record RenamedStep(String name) implements Step.Visitor<Step> {

  @Override
  public Step process(Step.Process step) {
    return new Step.Process(name, own(step.task()));
  }

  @Override
  public Step train(Step.Train step) {
    return new Step.Train(name, own(step.task()));
  }

  @Override
  public Step tune(Step.Tune step) {
    return new Step.Tune(name, own(step.task()), step.search());
  }

  @Override
  public Step evaluate(Step.Evaluate step) {
    return new Step.Evaluate(name, own(step.task()));
  }

  private ContainerTask own(ContainerTask task) {
    Wiring wiring = task.wiring();
    List<Artifact<?>> writes = new ArrayList<>();
    for (Artifact<?> written : wiring.writes()) {
      String artifact = "o" + Integer.toHexString((name + "/" + written.name()).hashCode());
      writes.add(
          switch (written.kind()) {
            case DATASET -> Artifact.dataset(artifact);
            case PROFILE -> Artifact.profile(artifact);
            case MODEL -> Artifact.model(artifact);
            case METRICS -> Artifact.metrics(artifact);
            case SCORES -> Artifact.scores(artifact);
            case CHECK -> Artifact.check(artifact);
          });
    }
    return new ContainerTask(
        task.program(),
        new Wiring(
            wiring.reads(),
            writes,
            wiring.parameters(),
            wiring.hyperparameters(),
            wiring.arguments()),
        task.execution());
  }
}

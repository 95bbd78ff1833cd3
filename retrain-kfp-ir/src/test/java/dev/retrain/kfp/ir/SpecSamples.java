package dev.retrain.kfp.ir;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A definition that uses every part of the model once. */
public final class SpecSamples {

  public static final ComponentSpec IMPORT =
      executed(
          "exec-champion",
          Inputs.of(Map.of("uri", ParameterInput.required(ParameterType.STRING)), Map.of()),
          Outputs.of(Map.of(), Map.of("artifact", ArtifactType.MODEL)));

  public static final ComponentSpec TRAIN =
      executed(
          "exec-train",
          Inputs.of(
              Map.of(
                  "depth",
                  ParameterInput.withDefault(ParameterType.NUMBER_INTEGER, new Constant.Numeric(6)),
                  "run",
                  ParameterInput.required(ParameterType.STRING)),
              Map.of("champion", ArtifactType.MODEL)),
          Outputs.of(Map.of("Output", ParameterType.STRING), Map.of("model", ArtifactType.MODEL)));

  public static final ComponentSpec REGISTER =
      executed(
          "exec-register", Inputs.of(Map.of(), Map.of("model", ArtifactType.MODEL)), Outputs.NONE);

  public static final ComponentSpec APPROVED =
      new ComponentSpec(
          Inputs.of(
              Map.of("said", ParameterInput.required(ParameterType.STRING)),
              Map.of("model", ArtifactType.MODEL)),
          Outputs.NONE,
          Dag.of(
              Map.of(
                  "register",
                  TaskSpec.of("comp-register")
                      .reading(
                          Map.of(),
                          Map.of("model", new ArtifactSource.Parent("model")),
                          List.of()))));

  public static final Executor.Container TRAINER =
      Executor.Container.of(
              "acme/train:1",
              List.of(Argument.text("train")),
              List.of(
                  Argument.text("--depth"),
                  Argument.of(new Argument.Text("d="), new Argument.ParameterValue("depth")),
                  Argument.of(new Argument.ParameterValue("run")),
                  Argument.of(new Argument.InputPath("champion")),
                  Argument.of(new Argument.InputUri("champion")),
                  Argument.of(new Argument.OutputPath("model")),
                  Argument.of(new Argument.OutputFile("Output"))))
          .with(
              Map.of("MODE", "full"),
              Optional.of(
                  new ContainerResources(
                      Optional.of(new ContainerResources.Amount("500m", 0.5, true)),
                      Optional.of(new ContainerResources.Amount("1Gi", 1.073741824, false)),
                      Optional.of(new ContainerResources.Accelerator("nvidia.com/gpu", 2)))));

  private SpecSamples() {}

  public static ComponentSpec executed(String label, Inputs inputs, Outputs outputs) {
    return new ComponentSpec(inputs, outputs, new ComponentSpec.ExecutorLabel(label));
  }

  public static Map<String, TaskSpec> tasks() {
    return Map.of(
        "champion",
        TaskSpec.of("comp-champion")
            .reading(
                Map.of("uri", new ParameterSource.Parent("champion_uri")), Map.of(), List.of()),
        "train",
        TaskSpec.of("comp-train")
            .reading(
                Map.of(
                    "depth",
                    new ParameterSource.Fixed(new Constant.Numeric(8)),
                    "run",
                    RunFact.RUN_ID),
                Map.of("champion", new TaskOutput("champion", "artifact")),
                List.of("champion"))
            .cached(true)
            .retrying(new RetryPolicy(2, Duration.ofSeconds(30), 2, Duration.ofHours(1))),
        "approved",
        TaskSpec.of("comp-approved")
            .reading(
                Map.of("said", new TaskOutput("train", "Output")),
                Map.of("model", new TaskOutput("train", "model")),
                List.of("train"))
            .onlyIf("inputs.parameter_values['said'] == 'true'"));
  }

  public static ComponentSpec root(Map<String, TaskSpec> tasks) {
    return new ComponentSpec(
        Inputs.of(
            Map.of(
                "champion_uri",
                ParameterInput.withDefault(ParameterType.STRING, new Constant.Text("s3://b/none"))
                    .describedAs("where the champion lies"),
                "sure",
                ParameterInput.withDefault(ParameterType.BOOLEAN, new Constant.Flag(true))),
            Map.of()),
        Outputs.of(Map.of("said", ParameterType.STRING), Map.of("model", ArtifactType.MODEL)),
        new Dag(
            SortedMaps.copy(tasks),
            SortedMaps.copy(Map.of("said", new TaskOutput("train", "Output"))),
            SortedMaps.copy(Map.of("model", new TaskOutput("train", "model")))));
  }

  public static PipelineSpec spec(
      Map<String, ComponentSpec> components, Map<String, TaskSpec> tasks) {
    return PipelineSpec.of(
        "flights",
        "Trains",
        components,
        Map.of(
            "exec-champion",
            new Executor.Importer(ArtifactType.MODEL),
            "exec-train",
            TRAINER,
            "exec-register",
            Executor.Container.of("r:1", List.of(Argument.text("register")), List.of())),
        root(tasks));
  }

  public static Map<String, ComponentSpec> components() {
    return Map.of(
        "comp-champion",
        IMPORT,
        "comp-train",
        TRAIN,
        "comp-approved",
        APPROVED,
        "comp-register",
        REGISTER);
  }

  public static PipelineSpec spec() {
    return spec(components(), tasks());
  }

  public static KubernetesSpec kubernetes() {
    return KubernetesSpec.of(
        Map.of(
            "exec-train",
            KubernetesSpec.Pod.of(
                List.of(new KubernetesSpec.SecretVariable("TOKEN", "store", "token")),
                Map.of("pool", "gpu"),
                List.of(
                    new KubernetesSpec.Toleration("nvidia.com/gpu", "NoSchedule"),
                    new KubernetesSpec.Toleration("spot", "")),
                Map.of("note", "a b"),
                List.of("registry"),
                Optional.of(Duration.ofHours(1))),
            "exec-register",
            KubernetesSpec.Pod.of(
                List.of(), Map.of(), List.of(), Map.of(), List.of(), Optional.empty())));
  }
}

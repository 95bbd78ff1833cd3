package dev.retrain.backend.sagemaker.loopback;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.LoopbackExecutor;
import dev.retrain.testkit.loopback.LoopbackRun;
import dev.retrain.testkit.loopback.LoopbackStep;
import dev.retrain.testkit.loopback.RefusedDefinition;
import dev.retrain.testkit.loopback.StepEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A processing or training job: the request with every placeholder replaced. */
final class Job {

  private static final String MODEL = "/opt/ml/model";

  private final String name;
  private final LoopbackExecutor executor;
  private final JobFolders container;
  private final Path root;
  private final Consumer<LoopbackRun> started;

  Job(String name, LoopbackExecutor executor, Consumer<LoopbackRun> started) {
    this.name = name;
    this.executor = executor;
    this.root = executor.folders().root().resolveSibling("jobs").resolve(name);
    this.container = new JobFolders(root, executor.folders());
    this.started = started;
  }

  /** How a job ended, and its description. */
  record End(StepEnd end, Node description) {}

  End processing(Node request) throws IOException {
    DefinitionObject job = DefinitionObject.of(request, name);
    DefinitionObject application = job.object("AppSpecification");
    for (DefinitionObject input : job.list("ProcessingInputs")) {
      DefinitionObject from = input.object("S3Input");
      container.download(from.text("S3Uri"), from.text("LocalPath"));
      from.without("S3CompressionType", "S3DataDistributionType", "S3DataType", "S3InputMode")
          .end();
      input.without("InputName").end();
    }
    Map<String, String> outputs = outputs(job);
    for (String path : outputs.keySet()) {
      Files.createDirectories(container.local(path));
    }
    job.without(
            "Environment",
            "NetworkConfig",
            "ProcessingResources",
            "RoleArn",
            "StoppingCondition",
            "Tags")
        .end();
    StepEnd end = run(job, application, "ImageUri", application.texts("ContainerEntrypoint"));
    if (end.succeeded()) {
      for (Map.Entry<String, String> output : outputs.entrySet()) {
        container.upload(output.getKey(), output.getValue());
      }
    }
    return new End(end, described(request, "ProcessingJobName"));
  }

  private static Map<String, String> outputs(DefinitionObject job) {
    Map<String, String> addresses = new TreeMap<>();
    Optional<DefinitionObject> config = job.findObject("ProcessingOutputConfig");
    if (config.isPresent()) {
      for (DefinitionObject output : config.get().list("Outputs")) {
        DefinitionObject to = output.object("S3Output");
        addresses.put(to.text("LocalPath"), to.text("S3Uri"));
        to.without("S3UploadMode").end();
        output.without("OutputName").end();
      }
      config.get().without("KmsKeyId").end();
    }
    return addresses;
  }

  End training(Node request) throws IOException {
    DefinitionObject job = DefinitionObject.of(request, name);
    DefinitionObject algorithm = job.object("AlgorithmSpecification");
    for (DefinitionObject channel : job.list("InputDataConfig")) {
      DefinitionObject data = channel.object("DataSource");
      DefinitionObject from = data.object("S3DataSource");
      container.download(from.text("S3Uri"), "/opt/ml/input/data/" + channel.text("ChannelName"));
      from.without("S3DataDistributionType", "S3DataType").end();
      data.end();
      channel.end();
    }
    hyperparameters(job.textsByName("HyperParameters"));
    Files.createDirectories(container.local(MODEL));
    DefinitionObject output = job.object("OutputDataConfig");
    if (!output.text("CompressionType").equals("NONE")) {
      throw new RefusedDefinition(name + " packs its model");
    }
    String place = output.text("S3OutputPath");
    output.without("KmsKeyId").end();
    job.without(
            "EnableInterContainerTrafficEncryption",
            "EnableManagedSpotTraining",
            "EnableNetworkIsolation",
            "Environment",
            "ResourceConfig",
            "RoleArn",
            "StoppingCondition",
            "Tags",
            "VpcConfig")
        .end();
    StepEnd end = run(job, algorithm, "TrainingImage", algorithm.texts("ContainerEntrypoint"));
    if (end.succeeded()) {
      container.upload(MODEL, place + "/" + name + "/output/model");
    }
    return new End(end, described(request, "TrainingJobName"));
  }

  private void hyperparameters(Map<String, String> texts) throws IOException {
    Map<String, Node> values = new TreeMap<>();
    texts.forEach((key, value) -> values.put(key, Node.of(value)));
    Path file = container.local("/opt/ml/input/config/hyperparameters.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, Documents.json(Node.of(values)));
  }

  private Node described(Node request, String key) {
    Map<String, Node> all = new TreeMap<>(((Node.Mapping) request).entries());
    all.put(key, Node.of(name));
    return Node.of(all);
  }

  private StepEnd run(
      DefinitionObject job, DefinitionObject program, String image, List<String> entrypoint) {
    List<String> words = new ArrayList<>(entrypoint);
    words.addAll(program.texts("ContainerArguments"));
    String named = program.text(image);
    program.without("TrainingInputMode").end();
    DefinitionObject limit = job.object("StoppingCondition");
    Duration timeout = Duration.ofSeconds(limit.findWhole("MaxRuntimeInSeconds").orElseThrow());
    limit.without("MaxWaitTimeInSeconds").end();
    LoopbackRun run =
        executor.start(
            new LoopbackStep(
                name,
                named,
                words,
                job.textsByName("Environment"),
                Map.of(
                    "/opt/ml", root.resolve("opt/ml"), "/tmp/retrain", root.resolve("tmp/retrain")),
                Optional.of(timeout)));
    started.accept(run);
    return run.whenEnded().toCompletableFuture().join();
  }
}

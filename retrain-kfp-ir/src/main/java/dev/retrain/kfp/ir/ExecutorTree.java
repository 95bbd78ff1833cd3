package dev.retrain.kfp.ir;

import java.util.List;
import java.util.Map;

/** Executors, by the protobuf JSON mapping of PipelineDeploymentConfig. */
final class ExecutorTree {

  private ExecutorTree() {}

  static Map<String, Object> of(Executor executor) {
    if (executor instanceof Executor.Container container) {
      return JsonFields.of("container", container(container)).tree();
    }
    return JsonFields.of("importer", importer((Executor.Importer) executor)).tree();
  }

  private static Map<String, Object> container(Executor.Container container) {
    return JsonFields.of("image", container.image())
        .withList("command", container.command().stream().map(Argument::render).toList())
        .withList("args", container.args().stream().map(Argument::render).toList())
        .withList("env", env(container))
        .withOptional("resources", container.resources(), ExecutorTree::machine)
        .tree();
  }

  private static List<?> env(Executor.Container container) {
    return container.env().entrySet().stream()
        .map(entry -> JsonFields.of("name", entry.getKey()).with("value", entry.getValue()).tree())
        .toList();
  }

  private static Map<String, Object> machine(ContainerResources machine) {
    JsonFields fields = new JsonFields();
    machine.cpu().ifPresent(cpu -> amount(fields, cpu, "Cpu", "cpu"));
    machine.memory().ifPresent(memory -> amount(fields, memory, "Memory", "memory"));
    return fields.withOptional("accelerator", machine.accelerator(), ExecutorTree::devices).tree();
  }

  /** Both notations: the number is deprecated, and the only one that older servers read. */
  private static void amount(
      JsonFields fields, ContainerResources.Amount amount, String upper, String lower) {
    fields.with("resource" + upper + "Limit", amount.text()).with(lower + "Limit", amount.number());
    if (amount.reserved()) {
      fields
          .with("resource" + upper + "Request", amount.text())
          .with(lower + "Request", amount.number());
    }
  }

  private static Map<String, Object> devices(ContainerResources.Accelerator accelerator) {
    String count = Integer.toString(accelerator.count());
    return JsonFields.of("resourceType", accelerator.type())
        .with("resourceCount", count)
        .with("type", accelerator.type())
        .with("count", count)
        .tree();
  }

  private static Map<String, Object> importer(Executor.Importer importer) {
    return JsonFields.of(
            "artifactUri", JsonFields.of("runtimeParameter", Executor.Importer.URI).tree())
        .with("typeSchema", SpecTree.schema(importer.type()))
        .tree();
  }
}

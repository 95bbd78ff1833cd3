package dev.retrain.kfp.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages of pipeline_spec.proto and kubernetes_executor_config.proto as far as they are used:
 * field names, their JSON types, and fields of which only one may be set. A strict reader would
 * refuse what this refuses.
 */
public final class ProtoShape {

  private static final Map<String, Map<String, String>> MESSAGES = new HashMap<>();
  private static final List<Set<String>> ONEOFS =
      List.of(
          Set.of("dag", "executorLabel"),
          Set.of(
              "taskOutputParameter", "runtimeValue", "componentInputParameter", "taskFinalStatus"),
          Set.of("taskOutputArtifact", "componentInputArtifact"),
          Set.of("constant", "runtimeParameter"),
          Set.of("container", "importer"),
          Set.of("valueFromParameter", "valueFromOneof"));

  static {
    message(
        "PipelineSpec",
        "pipelineInfo:PipelineInfo deploymentSpec:Deployment sdkVersion:string schemaVersion:string"
            + " components:{Component} root:Component defaultPipelineRoot:string");
    message("PipelineInfo", "name:string displayName:string description:string");
    message(
        "Component",
        "inputDefinitions:Inputs outputDefinitions:Outputs dag:Dag executorLabel:string");
    message("Inputs", "artifacts:{InputArtifact} parameters:{InputParameter}");
    message(
        "InputParameter",
        "parameterType:type defaultValue:value isOptional:bool description:string");
    message("InputArtifact", "artifactType:Schema isOptional:bool description:string");
    message("Outputs", "artifacts:{OutputArtifact} parameters:{OutputParameter}");
    message("OutputParameter", "parameterType:type description:string");
    message("OutputArtifact", "artifactType:Schema description:string");
    message("Schema", "schemaTitle:string schemaVersion:string");
    message("Dag", "tasks:{Task} outputs:DagOutputs");
    message("DagOutputs", "artifacts:{DagArtifact} parameters:{DagParameter}");
    message("DagArtifact", "artifactSelectors:[ArtifactSelector]");
    message("ArtifactSelector", "producerSubtask:string outputArtifactKey:string");
    message("DagParameter", "valueFromParameter:ParameterSelector");
    message("ParameterSelector", "producerSubtask:string outputParameterKey:string");
    message(
        "Task",
        "taskInfo:TaskInfo inputs:TaskInputs dependentTasks:[string] cachingOptions:Caching"
            + " componentRef:Ref triggerPolicy:Trigger retryPolicy:Retry parameterIterator:Iterator");
    message("TaskInfo", "name:string");
    message("Ref", "name:string");
    message("Caching", "enableCache:bool");
    message("Trigger", "condition:string strategy:string");
    message(
        "Retry",
        "maxRetryCount:number backoffDuration:duration backoffFactor:number"
            + " backoffMaxDuration:duration");
    message("Iterator", "items:Items itemInput:string");
    message("Items", "raw:string inputParameter:string");
    message("TaskInputs", "parameters:{TaskParameter} artifacts:{TaskArtifact}");
    message(
        "TaskParameter",
        "taskOutputParameter:TaskOutputParameter runtimeValue:RuntimeValue"
            + " componentInputParameter:string taskFinalStatus:FinalStatus"
            + " parameterExpressionSelector:string");
    message("FinalStatus", "producerTask:string");
    message("TaskOutputParameter", "producerTask:string outputParameterKey:string");
    message("RuntimeValue", "constant:value runtimeParameter:string");
    message("TaskArtifact", "taskOutputArtifact:TaskOutputArtifact componentInputArtifact:string");
    message("TaskOutputArtifact", "producerTask:string outputArtifactKey:string");
    message("Deployment", "executors:{Executor}");
    message("Executor", "container:Container importer:Importer");
    message(
        "Container", "image:string command:[string] args:[string] env:[Env] resources:Resources");
    message("Env", "name:string value:string");
    message(
        "Resources",
        "cpuLimit:number memoryLimit:number cpuRequest:number memoryRequest:number"
            + " resourceCpuLimit:string resourceMemoryLimit:string resourceCpuRequest:string"
            + " resourceMemoryRequest:string accelerator:Accelerator");
    message("Accelerator", "type:string count:int64 resourceType:string resourceCount:string");
    message("Importer", "artifactUri:RuntimeValue typeSchema:Schema reimport:bool metadata:value");
    message("PlatformSpec", "platforms:{Platform}");
    message("Platform", "deploymentSpec:PlatformDeployment");
    message("PlatformDeployment", "executors:{Pod}");
    message(
        "Pod",
        "secretAsEnv:[SecretAsEnv] nodeSelector:Labels tolerations:[Toleration]"
            + " podMetadata:Metadata imagePullSecret:[PullSecret] activeDeadlineSeconds:int64");
    message(
        "SecretAsEnv",
        "secretName:string secretNameParameter:TaskParameter keyToEnv:[KeyToEnv] optional:bool");
    message("KeyToEnv", "secretKey:string envVar:string");
    message("Labels", "labels:{string}");
    message("Metadata", "labels:{string} annotations:{string}");
    message("PullSecret", "secretName:string secretNameParameter:TaskParameter");
    message("Toleration", "key:string operator:string effect:string");
  }

  private final List<String> violations = new ArrayList<>();

  private ProtoShape() {}

  /** Every place where a tree departs from a message. */
  public static List<String> violations(String message, Object tree) {
    ProtoShape shape = new ProtoShape();
    shape.check("$", message, tree);
    return shape.violations;
  }

  private static void message(String name, String fields) {
    Map<String, String> byName = new HashMap<>();
    for (String field : fields.split(" ")) {
      byName.put(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 1));
    }
    MESSAGES.put(name, byName);
  }

  private void check(String path, String type, Object node) {
    if (type.startsWith("{")) {
      String inner = type.substring(1, type.length() - 1);
      ((Map<?, ?>) node).forEach((key, value) -> check(path + "." + key, inner, value));
    } else if (type.startsWith("[")) {
      String inner = type.substring(1, type.length() - 1);
      ((List<?>) node).forEach(item -> check(path + "[]", inner, item));
    } else if (MESSAGES.containsKey(type)) {
      fields(path, type, (Map<?, ?>) node);
    } else if (!isScalar(type, node)) {
      violations.add(path + ": " + node + " is no " + type);
    }
  }

  private void fields(String path, String type, Map<?, ?> object) {
    for (Set<String> oneof : ONEOFS) {
      if (object.keySet().stream().filter(oneof::contains).count() > 1) {
        violations.add(path + ": more than one of " + oneof);
      }
    }
    object.forEach(
        (key, value) -> {
          String field = MESSAGES.get(type).get((String) key);
          if (field == null) {
            violations.add(path + "." + key + ": unknown field of " + type);
          } else {
            check(path + "." + key, field, value);
          }
        });
  }

  private static boolean isScalar(String type, Object node) {
    return switch (type) {
      case "string" -> node instanceof String;
      case "bool" -> node instanceof Boolean;
      case "number" -> node instanceof Double;
      case "int64" -> node instanceof String text && text.matches("[0-9]+");
      case "duration" -> node instanceof String text && text.matches("[0-9]+s");
      case "type" ->
          node instanceof String text
              && text.matches(
                  "NUMBER_(DOUBLE|INTEGER)|STRING|BOOLEAN|LIST|STRUCT|TASK_FINAL_STATUS");
      case "value" -> true;
      default -> throw new IllegalArgumentException(type);
    };
  }
}

package dev.retrain.artifacts.s3;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.client.ClientCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** Finds what requests are signed with. */
final class S3Credentials implements ClientCredentials.Visitor<AwsCredentialsProvider> {

  private static final String SESSION = "retrain";

  private final S3Settings settings;
  private final Settings document;
  private final SdkHttpClient http;

  S3Credentials(S3Settings settings, Settings document, SdkHttpClient http) {
    this.settings = settings;
    this.document = document;
    this.http = http;
  }

  @Override
  public AwsCredentialsProvider standard() {
    return DefaultCredentialsProvider.builder().build();
  }

  @Override
  public AwsCredentialsProvider profile(ClientCredentials.Profile profile) {
    return ProfileCredentialsProvider.create(profile.name());
  }

  @Override
  public AwsCredentialsProvider assumeRole(ClientCredentials.AssumeRole role) {
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(tokens(standard()))
        .refreshRequest(r -> r.roleArn(role.role()).roleSessionName(SESSION))
        .build();
  }

  @Override
  public AwsCredentialsProvider keyFile(ClientCredentials.KeyFile file) {
    Path path = existing(file.path());
    return ProfileCredentialsProvider.builder()
        .profileFile(ProfileFile.builder().content(path).type(ProfileFile.Type.CREDENTIALS).build())
        .build();
  }

  /** The role of the token is that of {@code AWS_ROLE_ARN}, as for every AWS tool. */
  @Override
  public AwsCredentialsProvider tokenFile(ClientCredentials.TokenFile token) {
    String path =
        token
            .path()
            .orElseThrow(
                () ->
                    new ConfigurationProblem(
                        "AWS reads the token of a role from a file, not from a variable",
                        FailureContext.hint("set path instead of variable"),
                        null));
    return StsWebIdentityTokenFileCredentialsProvider.builder()
        .stsClient(tokens(AnonymousCredentialsProvider.create()))
        .webIdentityTokenFile(existing(path))
        .roleSessionName(SESSION)
        .build();
  }

  @Override
  public AwsCredentialsProvider none() {
    return AnonymousCredentialsProvider.create();
  }

  @Override
  public AwsCredentialsProvider kubeconfig(ClientCredentials.Kubeconfig config) {
    throw new ConfigurationProblem(
        "S3 knows no credentials of type kubeconfig",
        FailureContext.hint("use default, profile, assume-role, file or token-file"),
        null);
  }

  private StsClient tokens(AwsCredentialsProvider credentials) {
    StsClientBuilder builder =
        StsClient.builder().httpClient(http).credentialsProvider(credentials);
    settings
        .endpoint(S3ClientSettings.TOKENS)
        .ifPresent(endpoint -> builder.endpointOverride(endpoint).region(Region.US_EAST_1));
    settings.region().ifPresent(region -> builder.region(Region.of(region)));
    return builder.build();
  }

  private Path existing(String path) {
    Path file = document.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new ConfigurationProblem(
          "there is no file " + file + " of credentials",
          FailureContext.hint("correct client.credentials.path"),
          null);
    }
    return file;
  }
}

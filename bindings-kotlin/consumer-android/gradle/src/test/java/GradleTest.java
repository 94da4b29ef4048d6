import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gradle.api.Named;
import org.gradle.api.Project;
import org.gradle.api.artifacts.Configuration;
import org.gradle.api.attributes.Attribute;
import org.gradle.api.attributes.AttributeContainer;
import org.gradle.api.attributes.Category;
import org.gradle.api.attributes.DocsType;
import org.gradle.api.attributes.Usage;
import org.gradle.api.attributes.java.TargetJvmEnvironment;
import org.gradle.testfixtures.ProjectBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an app's build gets when it names one of the packages: by Gradle's own metadata, as Android's plugin asks for it. */
class GradleTest {
    private final File folder = new File("target/gradle");
    private Project project;

    @BeforeEach
    void prepare() {
        File app = new File(folder, "app");
        app.mkdirs();
        project = ProjectBuilder.builder()
                .withGradleUserHomeDir(new File(folder, "home").getAbsoluteFile())
                .withProjectDir(app.getAbsoluteFile())
                .build();
        project.getRepositories().maven(dist -> dist.setUrl(new File(System.getProperty("repository"))));
        // What the packages depend on, as Maven has fetched it; without the metadata that Maven does not read.
        project.getRepositories().maven(fetched -> {
            fetched.setUrl(new File(System.getProperty("others")));
            fetched.metadataSources(sources -> {
                sources.mavenPom();
                sources.ignoreGradleMetadataRedirection();
            });
        });
    }

    /** The files that a library of dist/maven has for such a wish, and those of all that it depends on, without their versions. */
    private Set<String> files(String library, Consumer<AttributeContainer> wish) {
        Configuration configuration = project.getConfigurations().create("wish");
        configuration.attributes(wish::accept);
        project.getDependencies().add(configuration.getName(), "io.github.dgspay:" + library + ":0.1.0");
        Set<String> names = new TreeSet<>();
        configuration.getFiles().forEach(file -> names.add(file.getName().replaceAll("-[0-9][.0-9]*(?=[-.])", "")));
        project.getConfigurations().remove(configuration);
        return names;
    }

    private Consumer<AttributeContainer> library(String usage) {
        return wish -> {
            wish.attribute(Category.CATEGORY_ATTRIBUTE, named(Category.class, Category.LIBRARY));
            wish.attribute(Usage.USAGE_ATTRIBUTE, named(Usage.class, usage));
        };
    }

    /** As Android's plugin wishes it. */
    private Consumer<AttributeContainer> android(String usage) {
        return library(usage).andThen(wish -> {
            wish.attribute(
                    TargetJvmEnvironment.TARGET_JVM_ENVIRONMENT_ATTRIBUTE,
                    named(TargetJvmEnvironment.class, TargetJvmEnvironment.ANDROID));
            wish.attribute(Attribute.of("org.jetbrains.kotlin.platform.type", String.class), "androidJvm");
        });
    }

    private <T extends Named> T named(Class<T> type, String name) {
        return project.getObjects().named(type, name);
    }

    @Test
    void anAppThatCustomersInstallGetsTheAarAndTheOneOfJna() {
        Set<String> api = Set.of("dgspay-android.aar", "kotlin-stdlib.jar", "annotations.jar");
        assertEquals(api, files("dgspay-android", android(Usage.JAVA_API)));
        assertEquals(with(api, "jna.aar"), files("dgspay-android", android(Usage.JAVA_RUNTIME)));
    }

    @Test
    void anAppOnADeviceGetsOkHttpAsWell() {
        Set<String> api =
                Set.of("dgspay-android-device.aar", "kotlin-stdlib.jar", "annotations.jar", "kotlinx-coroutines-core-jvm.jar");
        assertEquals(api, files("dgspay-android-device", android(Usage.JAVA_API)));
        Set<String> runtime = with(api, "jna.aar", "okhttp.jar", "okio.jar", "okio-jvm.jar");
        assertEquals(runtime, files("dgspay-android-device", android(Usage.JAVA_RUNTIME)));
    }

    /** A POM says nothing of sources: what comes here shows that the metadata was read. */
    @Test
    void whoReadsTheCodeGetsItsSources() {
        for (String name : List.of("dgspay-android", "dgspay-android-device")) {
            Set<String> sources = files(name, wish -> {
                wish.attribute(Category.CATEGORY_ATTRIBUTE, named(Category.class, Category.DOCUMENTATION));
                wish.attribute(DocsType.DOCS_TYPE_ATTRIBUTE, named(DocsType.class, DocsType.SOURCES));
            });
            assertEquals(Set.of(name + "-sources.jar"), sources);
        }
    }

    @Test
    void aServerGetsTheJarsAndNoFramework() {
        Set<String> runtime =
                Set.of("dgspay.jar", "kotlin-stdlib.jar", "annotations.jar", "kotlinx-coroutines-core-jvm.jar", "jna.jar");
        assertEquals(runtime, files("dgspay", library(Usage.JAVA_RUNTIME)));
    }

    private static Set<String> with(Set<String> names, String... more) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(List.of(more));
        return all;
    }
}

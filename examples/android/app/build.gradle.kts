plugins {
    id("com.android.application") version "9.5.0"
}

android {
    namespace = "example.akanyoni"
    compileSdk = 36

    defaultConfig {
        applicationId = "example.akanyoni"
        minSdk = 24
        targetSdk = 36
        versionCode = 1
        versionName = "1.0"
    }

    buildTypes {
        release {
            // The rules that the library needs come with it.
            isMinifyEnabled = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"))
        }
    }
}

dependencies {
    implementation("io.github.dgspay:dgspay-android:0.1.0")
}
